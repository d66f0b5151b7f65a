"""Which account at which host, what the user prefers, and where files go.

Nothing heavy is imported here: this package is on the way to the first frame.
"""

from mimiry_tui.settings.errors import OpeningError, SettingsError
from mimiry_tui.settings.hosts import DEFAULT_API_BASE, check_api_base, is_loopback, name_of
from mimiry_tui.settings.paths import Paths, account_dir, resolve_paths
from mimiry_tui.settings.profile import Profile, resolve_profile, with_folders
from mimiry_tui.settings.sdk_config import SdkConfig, read_sdk_config, save_sdk_config

__all__ = [
    "DEFAULT_API_BASE",
    "OpeningError",
    "Paths",
    "Profile",
    "SdkConfig",
    "SettingsError",
    "account_dir",
    "check_api_base",
    "is_loopback",
    "name_of",
    "read_sdk_config",
    "resolve_paths",
    "resolve_profile",
    "save_sdk_config",
    "with_folders",
]
