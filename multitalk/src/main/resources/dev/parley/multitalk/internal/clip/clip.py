def pixels(self, image: Tensor, side: int) -> Tensor:
    x = torch.upsample_bicubic2d(image, [side, side], False) * 0.5 + 0.5
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073], dtype=x.dtype, device=x.device).view([1, 3, 1, 1])
    std = torch.tensor([0.26862954, 0.26130258, 0.27577711], dtype=x.dtype, device=x.device).view([1, 3, 1, 1])
    return (x - mean) / std

def embed(self, pixels: Tensor, weight: Tensor, class_token: Tensor, positions: Tensor) -> Tensor:
    x = self.convolution(pixels.to(weight.dtype), weight, [weight.size(2), weight.size(3)], [0, 0], 1)
    x = x.flatten(2).transpose(1, 2)
    return torch.cat([class_token.expand([x.size(0), -1, -1]), x], 1) + positions
