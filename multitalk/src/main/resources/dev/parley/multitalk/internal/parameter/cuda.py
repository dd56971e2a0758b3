def pinned(self, elements: int, type: int) -> Tensor:
    return torch.empty([elements], dtype=type, pin_memory=True)

def reserve(self, x: List[Tensor], device: str) -> List[Tensor]:
    return [torch.empty(t.size(), dtype=t.dtype, device=torch.device(device)) for t in x]

def send(self, here: List[Tensor], homes: List[Tensor], device: str) -> __torch__.torch.classes.cuda.Event:
    compute = ops.cuda.current_stream(torch.device(device))
    copy = __torch__.torch.classes.cuda.Stream(torch.device(device), 0)
    # The memory belongs to the computing stream: what that still does with it comes first.
    copy.wait_stream(compute)
    ops.cuda.set_stream(copy)
    for i in range(len(homes)):
        here[i].copy_(homes[i], True)
    sent = copy.record_event(__torch__.torch.classes.cuda.Event(False, False, False))
    ops.cuda.set_stream(compute)
    return sent

def arrive(self, sent: __torch__.torch.classes.cuda.Event, device: str) -> None:
    ops.cuda.current_stream(torch.device(device)).wait_event(sent)
