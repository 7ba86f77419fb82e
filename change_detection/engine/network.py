"""The Siamese network of change detection, in torch: training, export and GPU serving import it; CPU serving does not.

One EfficientNet-Lite0 encoder reads both dates. Each level is fused symmetrically, a U-Net decoder turns the fusion
into the change map, and a light pyramid per date answers where buildings stood.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from change_detection.engine.torchvision_schemas import declare_missing_schemas

declare_missing_schemas()

from segmentation_models_pytorch.base import SegmentationHead  # noqa: E402
from segmentation_models_pytorch.decoders.unet.decoder import UnetDecoder  # noqa: E402
from segmentation_models_pytorch.encoders import get_encoder  # noqa: E402
from timm.layers.drop import DropPath  # noqa: E402

ENCODER = "timm-tf_efficientnet_lite0"
STRIDE = 32
DECODER_CHANNELS = (192, 96, 64, 32, 16)
PYRAMID_LEVELS = (2, 3, 4)
PYRAMID_CHANNELS = 32


class SymmetricFusion(nn.Module):
    """One level of two dates in one tensor: swapping the dates changes nothing."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.mix = nn.Sequential(
            nn.Conv2d(2 * channels, channels, kernel_size=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Mix |before - after| and before + after, both (batch, channels, rows, cols)."""
        mixed: Tensor = self.mix(torch.cat([(before - after).abs(), before + after], dim=1))
        return mixed


class BuildingPyramid(nn.Module):
    """Building logits of one date at a quarter of the resolution, from three encoder levels."""

    def __init__(self, encoder_channels: tuple[int, ...]) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(
            nn.Conv2d(encoder_channels[level], PYRAMID_CHANNELS, kernel_size=1) for level in PYRAMID_LEVELS
        )
        self.head = nn.Sequential(
            nn.BatchNorm2d(PYRAMID_CHANNELS),
            nn.ReLU(inplace=True),
            nn.Conv2d(PYRAMID_CHANNELS, PYRAMID_CHANNELS, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(PYRAMID_CHANNELS),
            nn.ReLU(inplace=True),
            nn.Conv2d(PYRAMID_CHANNELS, 1, kernel_size=1),
        )

    def forward(self, levels: list[Tensor]) -> Tensor:
        """Sum the levels from coarse to fine; returns logits (batch, 1, rows / 4, cols / 4)."""
        total: Tensor | None = None
        for lateral, level in reversed(list(zip(self.lateral, PYRAMID_LEVELS, strict=True))):
            part = lateral(levels[level])
            total = part if total is None else part + nn.functional.interpolate(total, scale_factor=2.0, mode="nearest")
        logits: Tensor = self.head(total)
        return logits


class SiameseUnet(nn.Module):
    """Change and building logits from two co-registered RGB images."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = get_encoder(ENCODER, in_channels=3, depth=5, weights=None)
        del self.encoder.conv_head, self.encoder.bn2  # of the classifier that timm builds on top; nothing reads them
        channels = tuple(self.encoder.out_channels)
        self.fusions = nn.ModuleList(SymmetricFusion(count) for count in channels[1:])
        self.decoder = UnetDecoder(
            encoder_channels=channels, decoder_channels=DECODER_CHANNELS, n_blocks=5, use_norm="batchnorm"
        )
        self.change_head = SegmentationHead(DECODER_CHANNELS[-1], out_channels=1, kernel_size=3)
        self.buildings = BuildingPyramid(channels)

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Answer three logit maps for a pair.

        Args:
            before: (batch, 3, rows, cols), RGB scaled to [-1, 1]; rows and cols are multiples of 32.
            after: as `before`, on the same grid.

        Returns:
            (batch, 3, rows, cols): change, building before, building after.
        """
        both = self.encoder(torch.cat([before, after]))
        size = before.shape[0]
        fused = [level[:size] for level in both[:1]]
        fused += [fuse(level[:size], level[size:]) for fuse, level in zip(self.fusions, both[1:], strict=True)]
        change = self.change_head(self.decoder(fused))
        buildings = nn.functional.interpolate(
            self.buildings(both), scale_factor=4.0, mode="bilinear", align_corners=False
        )
        return torch.cat([change, buildings[:size], buildings[size:]], dim=1)


def keep_every_block(network: SiameseUnet) -> None:
    """Switch off what skips blocks of the encoder by chance in training; a trained network answers as before."""
    for module in network.encoder.modules():
        if isinstance(module, DropPath):
            module.drop_prob = 0.0


def load_encoder_weights(network: SiameseUnet, path: Path) -> None:
    """Fill the encoder with ImageNet weights stored under timm's names (fp16 or fp32)."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    own = network.encoder.state_dict()
    missing = [name for name in own if name not in stored and not name.endswith("num_batches_tracked")]
    if missing:
        raise KeyError(f"{path.name} lacks {len(missing)} encoder weights, first: {missing[0]}")
    network.encoder.load_state_dict({name: stored.get(name, value).to(value.dtype) for name, value in own.items()})


def load_model_weights(network: SiameseUnet, path: Path) -> None:
    """Fill the whole network with the safetensors of a model."""
    stored = load_file(path)
    network.load_state_dict({name: value.float() for name, value in stored.items()}, strict=False)
