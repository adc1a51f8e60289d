"""The losses between features as the papers and their authors' code define them, written out element by element where that is short: of lists of student and teacher features and a case's options."""
import torch
import torch.nn.functional as F


def rows(x):
    return x.reshape(-1, x.shape[-1]) if x.dim() == 3 else x.reshape(len(x), -1)


def one_size(a, b):
    size = [min(m, n) for m, n in zip(a.shape[2:], b.shape[2:])]
    return resized(a, size), resized(b, size)


def resized(x, size):
    if list(x.shape[2:]) == size:
        return x
    return F.adaptive_avg_pool2d(x, size) if len(size) == 2 else F.adaptive_avg_pool1d(x, size)


def smooth_l1(a, b):
    d = (a - b).abs()
    return torch.where(d < 1, d * d / 2, d - 0.5)


def unit(x, dim):
    return F.normalize(x, dim=dim)


def hint(s, t):
    return ((s - t) ** 2).sum() / s.numel()


def smooth_hint(s, t):
    return smooth_l1(s, t).sum() / s.numel()


def cosine(s, t):
    s, t = rows(s), rows(t)
    return F.cosine_embedding_loss(s, t, torch.ones(len(s), dtype=s.dtype))


def pooled_cosine(s, t):
    s, t = (rows(s), rows(t)) if s.dim() == t.dim() == 3 and s.shape[1] == t.shape[1] else (s.flatten(1), t.flatten(1))
    length = min(s.shape[1], t.shape[1])
    s, t = (F.adaptive_avg_pool1d(x[:, None], length)[:, 0] for x in (s, t))
    return F.cosine_embedding_loss(s, t, torch.ones(len(s), dtype=s.dtype))


def attention_map(s, t):
    s, t = (torch.where(x <= -100, torch.zeros_like(x), x) for x in (s, t))
    return F.mse_loss(s, t)


def at(s, t, power=2):
    s, t = (unit(sum(x[:, c].abs() ** power for c in range(x.shape[1])).reshape(len(x), -1) / x.shape[1], 1) for x in one_size(s, t))
    return ((s - t) ** 2).mean()


def sp(s, t):
    def gram(x):
        x = x.reshape(len(x), -1)
        return unit(torch.stack([torch.stack([(a * b).sum() for b in x]) for a in x]), 1)

    return ((gram(s) - gram(t)) ** 2).sum() / len(s) ** 2


def rkd(s, t, distance=25, angle=50):
    def distances(x):
        n = len(x)
        d = torch.stack([torch.stack([torch.sqrt(((a - b) ** 2).sum().clamp(min=1e-12)) if i != j else x.new_zeros(()) for j, b in enumerate(x)]) for i, a in enumerate(x)])
        return d / d[d > 0].mean() if n > 1 else d

    def cosines(x):
        to = unit(torch.stack([torch.stack([b - a for b in x]) for a in x]), 2)
        return torch.stack([torch.stack([torch.stack([(u * v).sum() for v in at_one]) for u in at_one]) for at_one in to])

    s, t = s.reshape(len(s), -1), t.reshape(len(t), -1)
    return distance * smooth_l1(distances(s), distances(t)).mean() + angle * smooth_l1(cosines(s), cosines(t)).mean()


def pkt(s, t, eps=1e-7):
    def probabilities(x):
        x = x.reshape(len(x), -1)
        x = x / (x.norm(dim=1, keepdim=True) + eps)
        p = torch.stack([torch.stack([((a * b).sum() + 1) / 2 for b in x]) for a in x])
        return p / p.sum(1, keepdim=True)

    q, p = probabilities(s), probabilities(t)
    return (p * (torch.log(p + eps) - torch.log(q + eps))).mean()


def nst(s, t):
    s, t = (unit(x.reshape(x.shape[0], x.shape[1], -1), 2) for x in one_size(s, t))

    def kernel(a, b):
        return ((a[:, :, None] * b[:, None]).sum(3) ** 2).mean()

    return kernel(t, t) + kernel(s, s) - 2 * kernel(s, t)


def cwd(s, t, temperature=1):
    n, c = s.shape[:2]
    total = 0
    for i in range(n):
        for k in range(c):
            a, b = s[i, k].reshape(-1) / temperature, t[i, k].reshape(-1) / temperature
            p = torch.softmax(b, 0)
            total = total + (p * (torch.log_softmax(b, 0) - torch.log_softmax(a, 0))).sum()
    return total * temperature ** 2 / (n * c)


def pkd(s, t):
    if s.shape != t.shape:
        s = F.interpolate(s, t.shape[2:], mode='bilinear' if s.dim() == 4 else 'linear', align_corners=False)

    def standard(x):
        return torch.stack([(x[:, c] - x[:, c].mean()) / (x[:, c].reshape(-1).std(0) + 1e-6) for c in range(x.shape[1])], 1)

    return ((standard(s) - standard(t)) ** 2).mean() / 2


def ickd(s, t):
    def correlations(x):
        return [unit(sample.flatten(1) @ sample.flatten(1).T, 1) for sample in x]

    return sum(((a - b) ** 2).sum() for a, b in zip(correlations(s), correlations(t))) / (len(s) * s.shape[1])


def ab(s, t, margin=1):
    loss = (s + margin) ** 2 * ((s > -margin) & (t <= 0)) + (s - margin) ** 2 * ((s <= margin) & (t > 0))
    return loss.sum() * 3 / 1000 / len(s)


def ofd(s, t, margins):
    t = resized(t, list(s.shape[2:]))
    m = torch.tensor(margins, dtype=s.dtype).reshape(1, -1, *[1] * (s.dim() - 2))
    loss = (s - m) ** 2 * ((s > m) & (t <= m)) + (s - t) ** 2 * ((s > t) & (t > m) & (t <= 0)) + (s - t) ** 2 * (t > 0)
    return loss.mean(0).sum()


def fsp(s, t):
    def flow(lower, upper):
        lower, upper = one_size(lower, upper)
        return torch.stack([torch.stack([(lower[:, a] * upper[:, b]).flatten(1).mean(1) for a in range(lower.shape[1])], 1) for b in range(upper.shape[1])], 1)

    return sum(((flow(s[i], s[i + 1]) - flow(t[i], t[i + 1])) ** 2).mean() for i in range(len(s) - 1))


def kdsvd(s, t, k=1):
    vectors = []
    for a, b in zip(s, t):
        _, _, v = torch.svd(a.flatten(2).transpose(1, 2))
        _, size, w = torch.svd(b.flatten(2).transpose(1, 2))
        size, w, v = unit(size[:, :k], 1), w[:, :, :k], v[:, :, :k + 3]
        chosen = []
        for sample in range(len(a)):
            cosines = v[sample].T @ w[sample]
            best = cosines.abs().argmax(0)
            chosen.append(torch.stack([v[sample][:, best[j]] * torch.sign(cosines[best[j], j]).detach() for j in range(w.shape[2])], 1))
        vectors.append((torch.stack(chosen) * size[:, None], w * size[:, None]))

    def kernel(upper, lower):
        return torch.exp(-(upper[:, :, None] - lower[:, None]) ** 2 / 8)

    total = 0
    for lower, upper in zip(vectors, vectors[1:]):
        total = total + ((kernel(upper[0], lower[0]) - kernel(upper[1], lower[1])) ** 2).sum()
    return total / len(s[0])


def of_pair(loss):
    return lambda s, t, **options: loss(s[0], t[0], **options)


LOSSES = {
    'Hint': of_pair(hint), 'SmoothHint': of_pair(smooth_hint), 'Cosine': of_pair(cosine), 'PooledCosine': of_pair(pooled_cosine), 'AttentionMap': of_pair(attention_map),
    'AT': of_pair(at), 'SP': of_pair(sp), 'RKD': of_pair(rkd), 'PKT': of_pair(pkt), 'NST': of_pair(nst), 'CWD': of_pair(cwd), 'PKD': of_pair(pkd), 'ICKD': of_pair(ickd),
    'AB': of_pair(ab), 'OFD': of_pair(ofd), 'FSP': fsp, 'KDSVD': kdsvd,
}
