"""Depthwise convolutions whose gradients are computed in full precision on a CPU.

On CPUs the half-precision gradients of strided and 5 x 5 depthwise convolutions fall back to slow code: for this
network they took over a third of a training step. The answer forwards stays in half precision.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d

from change_detection.engine.torchvision_schemas import declare_missing_schemas

declare_missing_schemas()

from timm.layers.conv2d_same import Conv2dSame  # noqa: E402
from timm.layers.padding import pad_same  # noqa: E402

Pair = tuple[int, int]


class _HalfForwardsFullBackwards(torch.autograd.Function):
    """conv2d with one filter per channel and no bias."""

    @staticmethod
    def forward(context: Any, pictures: Tensor, weight: Tensor, stride: Pair, padding: Pair) -> Tensor:
        context.save_for_backward(pictures, weight)
        context.stride, context.padding = stride, padding
        return conv2d(pictures, weight.to(pictures.dtype), None, stride, padding, groups=weight.shape[0])

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None, None]:
        pictures, weight = context.saved_tensors
        of_pictures, of_weight, _ = torch.ops.aten.convolution_backward(
            gradients[0].float(), pictures.float(), weight, None, context.stride, context.padding,
            (1, 1), False, (0, 0), weight.shape[0], (True, True, False),
        )  # fmt: skip
        return of_pictures.to(pictures.dtype), of_weight, None, None


class DepthwiseConv2d(nn.Conv2d):
    """Stands where a depthwise convolution stood and shares its weight; answers as it did."""

    def __init__(self, replaced: nn.Conv2d) -> None:
        super().__init__(replaced.in_channels, replaced.out_channels, 1, groups=replaced.groups, bias=False)
        self.weight = replaced.weight
        self.stride = replaced.stride
        self.kernel_size = replaced.kernel_size
        self.padding = replaced.padding
        self._same = isinstance(replaced, Conv2dSame)

    def forward(self, pictures: Tensor) -> Tensor:
        """Convolve (batch, channels, rows, cols)."""
        if self._same:
            pictures = pad_same(pictures, list(self.kernel_size), list(self.stride))
        if not (self.training and pictures.device.type == "cpu" and torch.is_autocast_enabled("cpu")):
            return conv2d(pictures, self.weight, None, self.stride, self.padding, groups=self.groups)
        half = pictures.to(torch.get_autocast_dtype("cpu"))
        answer: Tensor = _HalfForwardsFullBackwards.apply(  # type: ignore[no-untyped-call]
            half, self.weight, self.stride, self.padding
        )
        return answer


def use_fast_depthwise(network: nn.Module) -> None:
    """Put `DepthwiseConv2d` in the place of every depthwise convolution; names and weights stay."""
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Conv2d) and child.groups == child.in_channels > 1 and child.bias is None:
                setattr(parent, name, DepthwiseConv2d(child))
