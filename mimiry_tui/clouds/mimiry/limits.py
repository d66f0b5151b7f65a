"""What the service's documents suggest and demand beyond its protocol."""

from __future__ import annotations

from types import MappingProxyType

from mimiry_tui.clouds.base import ImageHint

IMAGE_HINTS = (
    ImageHint("nvcr.io/nvidia/pytorch:24.01-py3", "PyTorch with CUDA; suggested by the documents"),
    ImageHint(
        "nvcr.io/nvidia/tensorflow:24.01-tf2-py3", "TensorFlow 2 with CUDA; suggested by the documents"
    ),
    ImageHint(
        "nvcr.io/nvidia/cuda:12.3.1-devel-ubuntu22.04",
        "bare CUDA; was seen to need credentials and to fail to pull",
        doubtful=True,
    ),
)
"""Mimiry compute API, sessions: `image`."""

MINIMUM_VOLUME_GB = MappingProxyType({"verda": 100})
"""Mimiry compute API, volumes."""
