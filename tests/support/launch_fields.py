"""The fields of POST /sessions that a form can ask for (Mimiry compute API §5).

Keys of the account, memory and result storage are in its description too, without a word on what may
stand there: nothing asks for them.
"""

from __future__ import annotations

FIELDS = {
    *("name", "image", "gpu", "ssh_enabled", "ssh_public_key", "command", "auto_terminate"),
    *("environment_vars", "volume_mounts", "max_duration", "org_id"),
}
FIELDS_OF_GPU = {
    *("count", "types", "family", "form_factor", "vram_gb", "priority", "max_attempts"),
    *("max_hourly_rate", "provider", "location"),
}
