"""What this dashboard does about money while it runs: guards end sessions, alarms ring."""
