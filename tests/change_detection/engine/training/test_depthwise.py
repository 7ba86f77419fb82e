"""Depthwise convolutions with gradients in full precision: the same answer, the same weights, gradients as exact."""

import importlib.util

import pytest

if any(importlib.util.find_spec(name) is None for name in ("torch", "segmentation_models_pytorch")):
    pytest.skip("the extra `train` is not installed", allow_module_level=True)

import torch
from torch import nn

from change_detection.engine.network import SiameseUnet
from change_detection.engine.training.depthwise import Conv2dSame, DepthwiseConv2d, use_fast_depthwise

CASES = {
    "3 x 3": nn.Conv2d(8, 8, 3, padding=1, groups=8, bias=False),
    "5 x 5, every second": nn.Conv2d(8, 8, 5, stride=2, padding=2, groups=8, bias=False),
    "padded as TensorFlow does": Conv2dSame(8, 8, 3, stride=2, groups=8, bias=False),
}


def gradients(layer, pictures, *, half):
    """Of the layer's weight and of the pictures, for a loss that weighs every value otherwise."""
    pictures, weight = pictures.clone().requires_grad_(), layer.weight
    weight.grad = None
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        answer = layer(pictures)
    (answer.float() * torch.linspace(-1, 1, answer.numel()).reshape(answer.shape)).sum().backward()
    return weight.grad.clone(), pictures.grad


@pytest.mark.parametrize("plain", CASES.values(), ids=CASES.keys())
def test_gradients_in_half_precision_are_those_of_full_precision(plain):
    torch.manual_seed(0)
    pictures = torch.randn(2, 8, 17, 20)
    exact = gradients(plain, pictures, half=False)
    fast = gradients(DepthwiseConv2d(plain).train(), pictures, half=True)
    for wanted, got in zip(exact, fast, strict=True):
        assert torch.allclose(got, wanted, rtol=0.02, atol=0.02 * float(wanted.abs().max()))


@pytest.mark.parametrize("plain", CASES.values(), ids=CASES.keys())
def test_without_autocast_the_answer_is_the_same_to_the_last_bit(plain):
    pictures = torch.randn(1, 8, 17, 20)
    assert torch.equal(DepthwiseConv2d(plain)(pictures), plain(pictures))


def test_a_network_keeps_its_names_and_its_answer():
    torch.manual_seed(3)
    network = SiameseUnet().eval()
    names, pair = list(network.state_dict()), torch.rand(2, 1, 3, 64, 64)
    with torch.inference_mode():
        before = network(*pair)
        use_fast_depthwise(network)
        after = network(*pair)
    assert list(network.state_dict()) == names
    assert any(isinstance(module, DepthwiseConv2d) for module in network.modules())
    assert torch.allclose(after, before, atol=1e-5)
