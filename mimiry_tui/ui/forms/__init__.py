"""Any form that a cloud declares, drawn like the launch form."""
