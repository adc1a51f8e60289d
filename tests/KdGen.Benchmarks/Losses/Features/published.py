"""The feature losses with the operators and the temporaries that published code has, each a function of lists of the student's and the teacher's features; and the tests' learned losses, with pooling by PyTorch's own operator."""
import sys

import torch
import torch.nn.functional as F

import learned

learned.average = lambda x, height, width: F.adaptive_avg_pool2d(x, (height, width))
learned.nearest = lambda x, height, width: F.interpolate(x, size=(height, width), mode='nearest')


class Correlation(learned.CC):
    def forward(self, s, t):
        d = torch.abs(self.embed_s(s.flatten(1)) - self.embed_t(t.flatten(1)))
        return (d[:-1] * d[1:]).sum(1).mean()


def rows(x):
    return x.flatten(0, 1) if x.dim() == 3 else x.flatten(1)


def attention_map(s, t):
    s, t = (torch.where(x <= -100, torch.zeros_like(x), x) for x in (s, t))
    return F.mse_loss(s, t)


def at(s, t):
    s, t = (F.normalize(x.pow(2).mean(1).flatten(1)) for x in (s, t))
    return (s - t).pow(2).mean()


def sp(s, t):
    s, t = (F.normalize(x.flatten(1).mm(x.flatten(1).t())) for x in (s, t))
    d = s - t
    return (d * d).sum() / len(s) ** 2


def rkd(s, t):
    def distances(x):
        squares = x.pow(2).sum(1)
        d = (squares.unsqueeze(1) + squares.unsqueeze(0) - 2 * x.mm(x.t())).clamp(min=1e-12).sqrt() * (1 - torch.eye(len(x)))
        return d / (d.sum() / (len(x) * (len(x) - 1)))

    def angles(x):
        to = F.normalize(x.unsqueeze(0) - x.unsqueeze(1), dim=2)
        return to.bmm(to.transpose(1, 2))

    s, t = s.flatten(1), t.flatten(1)
    return 25 * F.smooth_l1_loss(distances(s), distances(t)) + 50 * F.smooth_l1_loss(angles(s), angles(t))


def pkt(s, t):
    def probabilities(x):
        x = x / (x.pow(2).sum(1, keepdim=True).sqrt() + 1e-7)
        x = (x.mm(x.t()) + 1) / 2
        return x / x.sum(1, keepdim=True)

    q, p = probabilities(s.flatten(1)), probabilities(t.flatten(1))
    return (p * torch.log((p + 1e-7) / (q + 1e-7))).mean()


def nst(s, t):
    def kernel(a, b):
        return (a.unsqueeze(1) * b.unsqueeze(2)).sum(-1).pow(2).mean()

    s, t = (F.normalize(x.flatten(2), dim=2) for x in (s, t))
    return kernel(t, t) + kernel(s, s) - 2 * kernel(s, t)


def cwd(s, t):
    s, t = s.flatten(2), t.flatten(2)
    p = t.softmax(2)
    return (p * t.log_softmax(2) - p * s.log_softmax(2)).sum() / (s.shape[0] * s.shape[1])


def pkd(s, t):
    def standard(x):
        n, c, h, w = x.shape
        x = x.permute(1, 0, 2, 3).reshape(c, -1)
        x = (x - x.mean(1, keepdim=True)) / (x.std(1, keepdim=True) + 1e-6)
        return x.reshape(c, n, h, w).permute(1, 0, 2, 3)

    return F.mse_loss(standard(s), standard(t)) / 2


def ickd(s, t):
    s, t = (F.normalize(x.flatten(2).bmm(x.flatten(2).transpose(1, 2)), dim=2) for x in (s, t))
    return (s - t).pow(2).sum() / (s.shape[0] * s.shape[1])


def ab(s, t):
    loss = (s + 1).pow(2) * ((s > -1) & (t <= 0)).float() + (s - 1).pow(2) * ((s <= 1) & (t > 0)).float()
    return loss.abs().sum() * 0.003 / len(s)


def ofd(s, t):
    t = t.maximum(torch.full((1, s.shape[1], 1, 1), -0.3))
    return ((s - t).pow(2) * ((s > t) | (t > 0)).float()).sum() / len(s)


def fsp(s, t):
    def flow(lower, upper):
        lower = F.adaptive_avg_pool2d(lower, upper.shape[2]).flatten(2)
        return (lower.unsqueeze(1) * upper.flatten(2).unsqueeze(2)).mean(-1)

    return (flow(*s) - flow(*t)).pow(2).mean()


def kdsvd(s, t):
    def vectors(x, y):
        _, _, v = torch.linalg.svd(x.flatten(2).transpose(1, 2), full_matrices=False)
        _, size, w = torch.linalg.svd(y.flatten(2).transpose(1, 2), full_matrices=False)
        v, w, size = v[:, :4].transpose(1, 2), w[:, :1].transpose(1, 2), F.normalize(size[:, :1], dim=1)
        cosines = v.detach().transpose(1, 2).bmm(w)
        chosen = cosines.abs().argmax(1, keepdim=True)
        v = v.gather(2, chosen.expand(-1, v.shape[1], -1)) * cosines.gather(1, chosen).sign()
        return v * size.unsqueeze(1), w * size.unsqueeze(1)

    def kernel(upper, lower):
        return torch.exp(-(upper.unsqueeze(2) - lower.unsqueeze(1)).pow(2) / 8)

    (lower, lower_t), (upper, upper_t) = (vectors(a, b) for a, b in zip(s, t))
    return (kernel(upper, lower) - kernel(upper_t, lower_t)).pow(2).sum() / len(lower)


def of_pair(loss):
    return lambda s, t: loss(s[0], t[0])


def cosine(s, t):
    return 1 - F.cosine_similarity(rows(s), rows(t)).mean()


LOSSES = {
    'Hint': of_pair(F.mse_loss), 'Hint smooth': of_pair(F.smooth_l1_loss), 'Cosine': of_pair(cosine), 'AttentionMap': of_pair(attention_map), 'AT': of_pair(at), 'SP': of_pair(sp), 'RKD': of_pair(rkd),
    'PKT': of_pair(pkt), 'NST': of_pair(nst), 'CWD': of_pair(cwd), 'PKD': of_pair(pkd), 'ICKD': of_pair(ickd), 'AB': of_pair(ab), 'OFD': of_pair(ofd), 'FSP': fsp, 'KDSVD': kdsvd,
}


def head(classes, channels):
    weight = torch.randn(classes, channels)
    return lambda f: F.linear(f.flatten(2).mean(2) if f.dim() == 4 else f, weight)


LEARNED = {
    'VID': lambda s, t: learned.VID(s[0][1], t[0][1]),
    'CC': lambda s, t: Correlation(s[0][1], t[0][1], 128),
    'FT': lambda s, t: learned.FT(s[0][1], t[0][1], 0.5),
    'ReviewKD': lambda s, t: learned.ReviewKD([x[1] for x in s], [x[1] for x in t], None),
    'SRRL': lambda s, t: learned.SRRL(s[0][1], t[0][1], 5),
    'SimKD': lambda s, t: learned.SimKD(s[0][1], t[0][1], t[0][2], t[0][3], 2),
    'MGD': lambda s, t: learned.MGD(s[0][1], t[0][1], 0.65),
}


def job(name, students, teachers):
    """What a request measures: value and gradient of the student's features and of what is learned."""
    s, t = [torch.randn(*shape, requires_grad=True) for shape in students], [torch.randn(*shape) for shape in teachers]
    if name in LOSSES:
        return lambda: torch.autograd.grad(LOSSES[name](s, t), s)
    module = LEARNED[name](students, teachers)
    inputs = s + [x for x in module.parameters()]
    if name == 'ReviewKD':
        forward = lambda: module(s, t)
    elif name == 'SRRL':
        last = head(100, teachers[0][1])
        forward = lambda: module(s[0], t[0], last)
    else:
        forward = lambda: module(s[0], t[0])
    return lambda: torch.autograd.grad(forward(), inputs, allow_unused=True)


class Work(dict):
    def __missing__(self, key):
        name, students, teachers = key.split('|')
        self.clear()
        self[key] = job(name, *([[int(size) for size in shape.split('x')] for shape in shapes.split(',')] for shapes in (students, teachers)))
        return self[key]


work = Work()
