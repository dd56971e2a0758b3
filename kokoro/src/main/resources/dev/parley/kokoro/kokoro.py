def weight_norm(self, v: Tensor, g: Tensor) -> Tensor:
    return torch._weight_norm(v, g, 0)

def embed(self, ids: List[int], table: Tensor) -> Tensor:
    return torch.index_select(table, 0, torch.tensor(ids, dtype=4)).unsqueeze(0)

def convolve(self, x: Tensor, weight: Tensor, stride: int, padding: int, dilation: int, bias: Optional[Tensor]=None) -> Tensor:
    return self._convolution(x, weight, [stride], [padding], 1, bias, dilation)

# A product and sums of what overlaps: what PyTorch's own would do by oneDNN (see convolution) on whole blocks only.
def convolve_transposed(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
    kernel = weight.size(2)
    padding = (kernel - stride) // 2
    length = (x.size(2) - 1) * stride - 2 * padding + kernel
    columns = torch.matmul(weight.flatten(1).t(), x)
    y = torch.col2im(columns, [1, length], [1, kernel], [1, 1], [0, padding], [1, stride])
    return y.squeeze(2) + bias.view([1, -1, 1])

# Each channel alone: kernel 3, stride 2, padding 1, one more at the end.
def double_length(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    w = weight.squeeze(1)
    following = torch.constant_pad_nd(x[:, :, 1:], [0, 1], 0.0)
    even = x * w[:, 1:2]
    odd = x * w[:, 2:3] + following * w[:, 0:1]
    return torch.stack([even, odd], 3).flatten(2) + bias.view([1, -1, 1])

def repeat_each(self, x: Tensor, times: int) -> Tensor:
    return torch.repeat_interleave(x, times, 2)

# The norm applies factor and offset in the pass that it makes anyway.
def styled(self, x: Tensor, style: Tensor) -> Tensor:
    gamma = style[:, :x.size(1)].flatten()
    beta = style[:, x.size(1):].flatten()
    return torch.instance_norm(x, 1 + gamma, beta, None, None, True, 0.1, 1e-5, False)

def styled_layer(self, x: Tensor, style: Tensor) -> Tensor:
    gamma = style[:, :x.size(2)].unsqueeze(1)
    beta = style[:, x.size(2):].unsqueeze(1)
    return (1 + gamma) * torch.layer_norm(x, [x.size(2)], None, None, 1e-5) + beta

def leaky(self, x: Tensor, slope: float) -> Tensor:
    return torch.leaky_relu(x, slope)

# Stretch by stretch, each with what the kernel reaches to beside it: at 24 kHz whole tensors are megabytes to allocate
# and to walk through, a stretch stays in the processor's caches.
def snake_convolve(self, x: Tensor, style: Tensor, alpha: Tensor, weight: Tensor, dilation: int, bias: Tensor) -> Tensor:
    y = self.styled(x, style)
    length = x.size(2)
    reach = (weight.size(2) - 1) * dilation // 2
    stretch = 4096
    out = torch.empty([x.size(0), weight.size(0), length], dtype=6)
    for n in range((length + stretch - 1) // stretch):
        begin = n * stretch
        end = min(begin + stretch, length)
        first = max(begin - reach, 0)
        last = min(end + reach, length)
        part = y[:, :, first:last]
        part = part + (alpha * part).sin_().square_().mul_(1 / alpha)
        part = torch.constant_pad_nd(part, [first - begin + reach, end + reach - last], 0.0)
        out[:, :, begin:end].copy_(self._convolution(part, weight, [1], [0], 1, bias, dilation))
    return out

# DJL's own refuses to change what a kernel has made.
def add_to(self, sum: Tensor, x: Tensor) -> Tensor:
    return sum.add_(x)

# Cell by cell: torch.lstm asks oneDNN 3.7.1, whose LSTM computes something else on a CPU that tells no cache sizes (see
# convolution), whatever the widths.
def lstm(self, x: Tensor, weights: List[Tensor]) -> Tensor:
    forward = self._lstm(x, weights[0], weights[1], weights[2], weights[3])
    backward = self._lstm(torch.flip(x, [1]), weights[4], weights[5], weights[6], weights[7])
    return torch.cat([forward, torch.flip(backward, [1])], 2)

def _lstm(self, x: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor) -> Tensor:
    gates = torch.linear(x, w_ih, b_ih + b_hh)
    width = w_hh.size(1)
    turned = w_hh.t().contiguous()
    h = torch.zeros([x.size(0), width], dtype=x.dtype)
    c = torch.zeros([x.size(0), width], dtype=x.dtype)
    out: List[Tensor] = []
    for step in range(x.size(1)):
        g = torch.addmm(gates[:, step], h, turned)
        s = torch.sigmoid(g)
        c = s[:, width:2 * width] * c + s[:, :width] * torch.tanh(g[:, 2 * width:3 * width])
        h = s[:, 3 * width:] * torch.tanh(c)
        out.append(h)
    return torch.stack(out, 1)

def durations(self, logits: Tensor, speed: float) -> Tensor:
    spoken = torch.sigmoid(logits).sum(-1) / speed
    return torch.clamp(torch.round(spoken), 1).to(4).flatten()

# A token lasts so many steps: (B, C, tokens) to (B, C, steps).
def spread(self, x: Tensor, times: List[int]) -> Tensor:
    return torch.repeat_interleave(x, torch.tensor(times, dtype=4), 2)

def random_phases(self, seed: int) -> Tensor:
    g = torch.Generator(device=torch.device("cpu"))
    g.manual_seed(seed)
    return torch.rand([1, 9], generator=g)

# In the order of the reference: phases, then noise.
def source(self, f0: Tensor, scale: int, weight: Tensor, bias: Tensor, seed: int) -> Tensor:
    g = torch.Generator(device=torch.device("cpu"))
    g.manual_seed(seed)
    pitch = torch.repeat_interleave(f0, scale, 1).unsqueeze(2)
    harmonics = torch.arange(1, 10, dtype=6).view([1, 1, 9])
    turns = torch.remainder(pitch * harmonics / 24000, 1)
    start = torch.rand([1, 9], generator=g)
    first = torch.cat([torch.zeros([1, 1]), start[:, 1:]], 1).unsqueeze(1)
    turns = torch.cat([turns[:, :1] + first, turns[:, 1:]], 1)
    coarse = torch.upsample_linear1d(turns.transpose(1, 2), [f0.size(1)], False, 1 / scale).transpose(1, 2)
    phase = torch.cumsum(coarse, 1) * 2 * 3.141592653589793
    fine = torch.upsample_linear1d(phase.transpose(1, 2) * scale, [f0.size(1) * scale], False, float(scale)).transpose(1, 2)
    waves = torch.sin(fine) * 0.1
    voiced = (pitch > 10).to(6)
    # The reference draws like its waves, which lie harmonic by harmonic.
    noise = torch.empty([1, 9, waves.size(1)], dtype=6).transpose(1, 2)
    noise.normal_(0.0, 1.0, generator=g)
    waves = waves * voiced + (voiced * 0.003 + (1 - voiced) * 0.1 / 3) * noise
    return torch.tanh(torch.linear(waves, weight, bias))

# Magnitudes, then phases.
def spectrum(self, sound: Tensor, size: int, hop: int) -> Tensor:
    window = torch.hann_window(size, dtype=6)
    z = torch.stft(sound, size, hop, size, window, True, "reflect", False, True, True)
    return torch.cat([torch.abs(z), torch.angle(z)], 1)

def sound(self, x: Tensor, size: int, hop: int) -> Tensor:
    half = size // 2 + 1
    magnitude = torch.exp(x[:, :half])
    phase = torch.sin(x[:, half:])
    window = torch.hann_window(size, dtype=6)
    return torch.istft(torch.polar(magnitude, phase), size, hop, size, window, True, False, True).flatten()

def mirror_first(self, x: Tensor) -> Tensor:
    return torch.cat([x[:, :, 1:2], x], 2)
