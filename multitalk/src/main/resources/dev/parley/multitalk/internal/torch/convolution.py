# On a CPU PyTorch 2.7.1 convolves with oneDNN 3.7.1, which works on blocks of 16 channels (8 with AVX2). Where a CPU
# tells no cache sizes, as some virtual ones do, it leaves the rest of the last block unwritten and adds up what lies
# there. Zeros of our own fill the block; whole blocks go as they are. What need not be filled: fewer inputs than the
# smallest block, which are taken as they lie, and in float32 outputs, whose rest nobody reads.
# Where a kernel moves by its own length, as over patches, its bfloat16 is wrong on CPUs with AMX whatever is filled. There
# float32 computes and is rounded, which costs little: such layers are small.
def convolution(self, x: Tensor, weight: Tensor, stride: List[int], padding: List[int], groups: int, bias: Optional[Tensor]=None) -> Tensor:
    if x.is_cuda or x.dtype == 6 or not self._takes_patches(weight, stride):
        return self._convolution(x, weight, stride, padding, groups, bias, 1)
    wide = bias
    if bias is not None:
        wide = bias.float()
    return self._convolution(x.float(), weight.float(), stride, padding, groups, wide, 1).to(x.dtype)

def _takes_patches(self, weight: Tensor, stride: List[int]) -> bool:
    taps = 1
    for axis in range(len(stride)):
        if weight.size(2 + axis) != stride[axis]:
            return False
        taps *= stride[axis]
    return taps > 1

def _convolution(self, x: Tensor, weight: Tensor, stride: List[int], padding: List[int], groups: int, bias: Optional[Tensor], dilation: int) -> Tensor:
    inputs = weight.size(1)
    outputs = weight.size(0) // groups
    short = x.dtype != 6
    more_inputs = -inputs % 16 if short or groups > 1 or inputs > 7 else 0
    more_outputs = -outputs % 16 if short else 0
    if x.is_cuda or more_inputs + more_outputs == 0:
        return self._whole_blocks(x, weight, stride, padding, groups, bias, dilation)
    around = [0, 0] * len(stride)
    wide = torch.constant_pad_nd(x.unflatten(1, [groups, inputs]), around + [0, more_inputs], 0.0).flatten(1, 2)
    whole = torch.constant_pad_nd(
        weight.unflatten(0, [groups, outputs]), around + [0, more_inputs, 0, more_outputs], 0.0).flatten(0, 1)
    if bias is not None:
        bias = torch.constant_pad_nd(bias.view([groups, outputs]), [0, more_outputs], 0.0).flatten()
    y = self._whole_blocks(wide, whole, stride, padding, groups, bias, dilation)
    return y.unflatten(1, [groups, -1])[:, :, :outputs].flatten(1, 2).contiguous()

def _whole_blocks(self, x: Tensor, weight: Tensor, stride: List[int], padding: List[int], groups: int, bias: Optional[Tensor], dilation: int) -> Tensor:
    n = len(stride)
    return torch.convolution(x, weight, bias, stride, padding, [dilation] * n, False, [0] * n, groups)
