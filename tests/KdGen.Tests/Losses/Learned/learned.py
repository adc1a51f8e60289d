"""The losses with parameters of their own, from the papers' formulas, with the names that the published code gives their parameters; and what each of them gives in float64 by autograd."""
import json
import statistics
import struct

import torch
import torch.nn.functional as F
from torch import nn


def conv(inputs, outputs, kernel=1, bias=False):
    return nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=bias)


class Norm(nn.BatchNorm2d):
    """With its running statistics where a channel has one value, which PyTorch refuses."""

    def forward(self, x):
        if not self.training or x.numel() > x.shape[1]:
            return super().forward(x)
        shape = (1, -1, 1, 1)
        standard = (x - self.running_mean.view(shape)) / (self.running_var.view(shape) + self.eps).sqrt()
        return self.weight.view(shape) * standard + self.bias.view(shape)


def as_map(x):
    return x.reshape(*x.shape, 1, 1) if x.dim() == 2 else x


def windows(size, parts):
    return [(i * size // parts, -(-(i + 1) * size // parts)) for i in range(parts)]


def average(x, height, width):
    """Adaptive average pooling, window by window."""
    rows = [torch.stack([x[:, :, top:bottom, left:right].mean((2, 3)) for left, right in windows(x.shape[3], width)], 2) for top, bottom in windows(x.shape[2], height)]
    return torch.stack(rows, 2)


def same_grid(s, t):
    height, width = min(s.shape[2], t.shape[2]), min(s.shape[3], t.shape[3])
    return average(s, height, width), average(t, height, width)


def nearest(x, height, width):
    rows, columns = [i * x.shape[2] // height for i in range(height)], [j * x.shape[3] // width for j in range(width)]
    return x[:, :, rows][:, :, :, columns]


class VID(nn.Module):
    def __init__(self, student, teacher):
        super().__init__()
        self.regressor = nn.Sequential(conv(student, teacher), nn.ReLU(), conv(teacher, teacher), nn.ReLU(), conv(teacher, teacher))
        self.log_scale = nn.Parameter(torch.full((teacher,), 5 - 1e-5, dtype=torch.float64).expm1().log().float())

    def forward(self, s, t):
        s, t = same_grid(as_map(s), as_map(t))
        variance = (torch.log(1 + torch.exp(self.log_scale)) + 1e-5)[:, None, None]
        return (((self.regressor(s) - t) ** 2 / variance + torch.log(variance)) / 2).mean()


class CC(nn.Module):
    def __init__(self, student, teacher, dim):
        super().__init__()
        self.embed_s, self.embed_t = nn.Linear(student, dim), nn.Linear(teacher, dim)

    def forward(self, s, t):
        d = torch.abs(self.embed_s(s.reshape(len(s), -1)) - self.embed_t(t.reshape(len(t), -1)))
        products = [torch.dot(d[i], d[i + 1]) for i in range(len(d) - 1)]
        return torch.stack(products).mean() if products else 0 * d.sum()


def coder(channels, code, norm):
    layers = []
    for inputs, outputs in ((channels, channels), (channels, code), (code, code)):
        layers += [conv(inputs, outputs, 3, True), Norm(outputs) if norm else nn.Identity(), nn.LeakyReLU(0.1)]
    return nn.Sequential(*layers)


class FT(nn.Module):
    def __init__(self, student, teacher, factor):
        super().__init__()
        code = int(teacher * factor)
        self.paraphraser, self.translator = nn.Module(), nn.Module()
        self.paraphraser.encoder = coder(teacher, code, False)
        back = []
        for inputs, outputs in ((code, code), (code, teacher), (teacher, teacher)):
            back += [nn.ConvTranspose2d(inputs, outputs, 3, padding=1), nn.Identity(), nn.LeakyReLU(0.1)]
        self.paraphraser.decoder = nn.Sequential(*back)
        self.translator.encoder = coder(student, code, True)

    def forward(self, s, t):
        s, t = same_grid(self.translator.encoder(s), self.paraphraser.encoder(t).detach())
        def factor(f):
            energy = (f ** 2).mean(1).reshape(len(f), -1)
            return energy / (energy ** 2).sum(1, keepdim=True).sqrt()
        return (factor(s) - factor(t)).abs().mean()


class Reconstruction(FT):
    def forward(self, s, t):
        return ((self.paraphraser.decoder(self.paraphraser.encoder(t)) - t) ** 2).mean()


class Fusion(nn.Module):
    def __init__(self, student, mid, teacher, deepest):
        super().__init__()
        self.conv1 = nn.Sequential(conv(student, mid), Norm(mid))
        self.conv2 = nn.Sequential(conv(mid, teacher, 3), Norm(teacher))
        if not deepest:
            self.att_conv = nn.Sequential(conv(2 * mid, 2, 1, True), nn.Sigmoid())
        for weight, fan in ((self.conv1[0].weight, student), (self.conv2[0].weight, 9 * mid)):
            with torch.no_grad():
                weight.uniform_(-(3 / fan) ** 0.5, (3 / fan) ** 0.5)


class ReviewKD(nn.Module):
    def __init__(self, student, teacher, mid):
        super().__init__()
        mid = mid or min(512, student[-1])
        stages = [Fusion(s, mid, t, i == len(student) - 1) for i, (s, t) in enumerate(zip(student, teacher))]
        self.abfs = nn.ModuleList(stages[::-1])

    def forward(self, students, teachers):
        total, y = 0, None
        for fusion, s, t in zip(self.abfs, students[::-1], teachers[::-1]):
            s, t = as_map(s), as_map(t)
            x = fusion.conv1(s)
            if y is not None:
                y = nearest(y, *x.shape[2:])
                first, second = fusion.att_conv(torch.cat([x, y], 1)).split(1, 1)
                x = first * x + second * y
            y = nearest(x, *t.shape[2:])
            output = fusion.conv2(y)
            parts = [(1, ((output - t) ** 2).mean())]
            for grid in (4, 2, 1):
                if grid < min(t.shape[2:]):
                    parts.append((parts[-1][0] / 2, ((average(output, grid, grid) - average(t, grid, grid)) ** 2).mean()))
            total = total + sum(w * part for w, part in parts) / sum(w for w, _ in parts)
        return total


class SRRL(nn.Module):
    def __init__(self, student, teacher, regression):
        super().__init__()
        self.regression = regression
        self.transfer = nn.Sequential(conv(student, teacher), Norm(teacher), nn.ReLU())
        with torch.no_grad():
            self.transfer[0].weight.normal_(0, (2 / teacher) ** 0.5)

    def forward(self, s, t, head):
        p = self.transfer(as_map(s))
        p = p if s.dim() == 4 else p[:, :, 0, 0]
        flat = lambda f: as_map(f).flatten(2).mean(2)
        return ((flat(p) - flat(t)) ** 2).mean(1).mean() + self.regression * ((head(p) - head(t)) ** 2).mean()


class SimKD(nn.Module):
    def __init__(self, student, teacher, height, width, factor):
        super().__init__()
        self.size = height, width
        mid = teacher // factor
        self.transfer = nn.Sequential(
            conv(student, mid), Norm(mid), nn.ReLU(), conv(mid, mid, 3), Norm(mid), nn.ReLU(), conv(mid, teacher), Norm(teacher), nn.ReLU())

    def forward(self, s, t):
        s, t = same_grid(s, t)
        return ((self.transfer(s) - t) ** 2).mean()


class SimKDLogits(SimKD):
    def forward(self, s, t, head):
        return head(self.transfer(same_grid(s, t.new_zeros(1, 1, *self.size))[0]))


class MGD(nn.Module):
    def __init__(self, student, teacher, mask):
        super().__init__()
        self.mask = mask
        if student != teacher:
            self.align = conv(student, teacher, 1, True)
        self.generation = nn.Sequential(conv(teacher, teacher, 3, True), nn.ReLU(), conv(teacher, teacher, 3, True))

    def forward(self, s, t):
        if hasattr(self, 'align'):
            s = self.align(s)
        struck = torch.rand((len(s), 1, *s.shape[2:]), dtype=torch.float32) > 1 - self.mask
        return ((self.generation(s.masked_fill(struck, 0)) - t) ** 2).sum() / len(s)


class OFD(nn.Module):
    def __init__(self, student, teacher):
        super().__init__()
        self.connector = nn.Sequential(conv(student, teacher), Norm(teacher))
        with torch.no_grad():
            self.connector[0].weight.normal_(0, (2 / teacher) ** 0.5)
        normal = statistics.NormalDist()
        self.register_buffer('margins', torch.tensor([shift - normal.pdf(shift) / normal.cdf(-shift) for shift in torch.linspace(-1, 1, teacher).tolist()]))

    def forward(self, s, t):
        s, t, m = self.connector(s), average(t, *s.shape[2:]), self.margins[:, None, None]
        loss = (s - m) ** 2 * ((s > m) & (t <= m)) + (s - t) ** 2 * ((s > t) & (t > m) & (t <= 0)) + (s - t) ** 2 * (t > 0)
        return loss.sum() / len(s)


class Mlp(nn.Module):
    def __init__(self, student, teacher):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(student, 2 * teacher), nn.Linear(2 * teacher, teacher)

    def forward(self, s):
        return self.linear2(self.linear1(s).clamp(min=0))


class MlpMap(nn.Sequential):
    def __init__(self, student, teacher):
        super().__init__(conv(student, 2 * teacher), Norm(2 * teacher), nn.ReLU(), conv(2 * teacher, teacher, 1, True))


def read(file):
    raw = open(file, 'rb').read()
    size = struct.unpack('<Q', raw[:8])[0]
    types = {'F64': torch.float64, 'I64': torch.int64}
    return {key: torch.frombuffer(bytearray(raw[8 + size + entry['data_offsets'][0]:8 + size + entry['data_offsets'][1]]), dtype=types[entry['dtype']]).reshape(entry['shape'])
            for key, entry in json.loads(raw[8:8 + size]).items() if key != '__metadata__'}


def under(tensors, prefix):
    return {key[len(prefix):]: value for key, value in tensors.items() if key.startswith(prefix)}


def run(folder, cases, show):
    """For each case {"Name", "Kind", "Args", "Training", "Seed"}, whose weights and features are in the folder's file NAME: the fresh weights from the seed, the result, every gradient, the state afterwards."""
    for case in cases:
        name = case['Name']
        torch.manual_seed(case['Seed'])
        module = globals()[case['Kind']](*case['Args'])
        for key, value in module.state_dict().items():
            show(f'{name}/fresh/{key}', value)

        tensors = read(f'{folder}/{name}')
        module.double().load_state_dict(under(tensors, 'weights.'))
        module.train(case['Training'])
        students, teachers = ([value.requires_grad_() for _, value in sorted(under(tensors, prefix).items())] for prefix in ('student.', 'teacher.'))
        plain = [value.detach() for value in teachers]
        head = lambda f: F.linear(as_map(f).mean((2, 3)), tensors['head'])
        arguments = {
            'ReviewKD': [students, plain], 'SRRL': [students[0], plain[0] if plain else None, head], 'SimKDLogits': [students[0], plain[0] if plain else None, head],
        }.get(case['Kind'], [students[0], plain[0]] if plain else [students[0]])
        torch.manual_seed(case['Seed'])
        result = module(*arguments)
        show(f'{name}/result', result)
        result.sin().sum().backward() if result.dim() else result.backward()
        for prefix, values in (('student', enumerate(students)), ('weights', module.named_parameters())):
            for key, value in values:
                if value.grad is not None:
                    show(f'{name}/gradient/{prefix}.{key}', value.grad)
        for key, value in module.state_dict().items():
            show(f'{name}/after/{key}', value)
