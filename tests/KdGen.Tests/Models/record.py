"""Runs the models by hand and records what they give: argument 1 is the folder, the others are the models' names."""
import os
import sys
import torch
from models import MODELS


def sample(name):
    if name == "EmbeddingMlp":
        return torch.randint(5000, (8, 12))
    if name == "TinyBert":
        return torch.randint(30522, (2, 128))
    return torch.randn(2, 3, 224, 224) if name == "DeiTTiny" else torch.randn(4, 3, 32, 32)


def unsettle(net):
    """Scales, shifts, tokens and statistics that are neither 0 nor 1, so that none of them can be left out unseen."""
    for key, value in net.state_dict().items():
        if key.endswith("running_mean"):
            value.normal_(0, 0.1)
        elif key.endswith("running_var"):
            value.uniform_(0.5, 1.5)
        elif key.endswith("num_batches_tracked"):
            value.fill_(7)
        elif key.endswith(("_token", "pos_embed")):
            value.normal_(0, 0.1)
        elif value.dim() == 1:
            value.add_(0.1 * torch.randn(len(value)))


def record(net, x):
    shown = {"input": x}
    with torch.no_grad():
        shown["eval"] = net.eval()(x)
    heads = net.train()(x)
    heads = heads if isinstance(heads, tuple) else (heads,)
    weights = [torch.randn(head.shape, generator=torch.Generator().manual_seed(i), dtype=torch.float64).to(head) for i, head in enumerate(heads)]
    sum((head * weight).sum() for head, weight in zip(heads, weights)).backward()
    for i, (head, weight) in enumerate(zip(heads, weights)):
        shown[f"train.{i}"], shown[f"weight.{i}"] = head.detach(), weight
    for key, parameter in net.named_parameters():
        shown["gradient." + key] = parameter.grad.clone()
    for key, buffer in net.named_buffers():
        shown["buffer." + key] = buffer.clone()
    return shown


torch.set_num_threads(1)
for name in sys.argv[2:]:
    torch.manual_seed(len(name))
    net = MODELS[name]()
    unsettle(net)
    x = sample(name)
    path = os.path.join(sys.argv[1], name)
    torch.save(net.state_dict(), path + ".pth")
    state = {key: value.clone() for key, value in net.state_dict().items()}
    single = record(net, x)
    net.double().load_state_dict(state)
    net.zero_grad(set_to_none=True)
    double = record(net, x.double() if x.is_floating_point() else x)
    torch.save(single, path + ".single.pth")
    torch.save(double, path + ".double.pth")
