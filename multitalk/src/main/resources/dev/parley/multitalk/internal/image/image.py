def lab(self, rgb: Tensor) -> Tensor:
    linear = torch.where(rgb > 0.04045, ((rgb + 0.055) / 1.055).clamp_min(0.0) ** 2.4, rgb / 12.92)
    to_xyz = torch.tensor(
        [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]],
        dtype=rgb.dtype, device=rgb.device)
    white = torch.tensor([0.95047, 1.0, 1.08883], dtype=rgb.dtype, device=rgb.device)
    xyz = torch.matmul(linear.movedim(0, -1), to_xyz.transpose(0, 1)) / white
    f = torch.where(xyz > 0.008856, xyz.clamp_min(0.0) ** (1.0 / 3.0), 7.787 * xyz + 16.0 / 116.0)
    x, y, z = torch.unbind(f, -1)
    return torch.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], 0)

def rgb(self, lab: Tensor) -> Tensor:
    l, a, b = torch.unbind(lab, 0)
    y = (l + 16.0) / 116.0
    f = torch.stack([a / 500.0 + y, y, (y - b / 200.0).clamp_min(0.0)], -1)
    white = torch.tensor([0.95047, 1.0, 1.08883], dtype=lab.dtype, device=lab.device)
    xyz = torch.where(f > 0.2068966, f ** 3, (f - 16.0 / 116.0) / 7.787) * white
    # The inverse of the matrix in lab: written down, since inverting it on a GPU waits for the GPU.
    from_xyz = torch.tensor(
        [[3.240481343200526, -1.5371515162713185, -0.4985363261688878],
         [-0.9692549499965682, 1.8759900014898907, 0.04155592655829284],
         [0.05564663913517716, -0.20404133836651123, 1.0573110696453443]],
        dtype=lab.dtype, device=lab.device)
    linear = torch.matmul(xyz, from_xyz.transpose(0, 1))
    rgb = torch.where(linear > 0.0031308, 1.055 * linear.clamp_min(0.0) ** (1.0 / 2.4) - 0.055, linear * 12.92)
    return rgb.clamp(0.0, 1.0).movedim(-1, 0)

def match_colors(self, frame: Tensor, reference: Tensor, strength: float, flat: float) -> Tensor:
    source = ((frame + 1.0) / 2.0).clamp(0.0, 1.0)
    lab = self.lab(source)
    wanted = self.lab(((reference + 1.0) / 2.0).clamp(0.0, 1.0))
    mean, deviation = lab.mean([1, 2], True), lab.std([1, 2], False, True)
    mean_wanted, deviation_wanted = wanted.mean([1, 2], True), wanted.std([1, 2], False, True)
    spread = (lab - mean) * (deviation_wanted / deviation) + mean_wanted
    matched = torch.where(deviation < flat, mean_wanted.expand_as(lab), spread)
    blended = (1.0 - strength) * source + strength * self.rgb(matched)
    return blended.clamp(0.0, 1.0) * 2.0 - 1.0

def bytes(self, frames: Tensor) -> Tensor:
    return ((frames + 1.0) / 2.0 * 255.0).clamp(0.0, 255.0).to(0).permute([1, 2, 3, 0]).contiguous()

def pixels(self, rgb: Tensor, height: int, width: int) -> Tensor:
    return (rgb.reshape([height, width, 3]).movedim(-1, 0).to(6) / 255.0 - 0.5) * 2.0
