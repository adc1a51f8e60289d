"""The losses in PyTorch as the papers' own code and the usual libraries have them: of student and teacher [B, C], the label of each sample (or a probability of each class) and a term's options."""
import torch
import torch.nn.functional as F

IGNORED = -100


def batchmean(log_q, p, term):
    return F.kl_div(log_q, p, reduction='batchmean') * term['T'] ** 2


def hinton(s, t, y, term):
    if term['Standardize']:
        s, t = standardized(s), standardized(t)
    return batchmean(F.log_softmax(s / term['T'], 1), F.softmax(t / term['T'], 1), term)


def standardized(z):
    return (z - z.mean(-1, keepdim=True)) / (1e-7 + z.std(-1, keepdim=True))


def cross_entropy(s, t, y, term):
    weights = None if term['ClassWeights'] is None else torch.tensor(term['ClassWeights'], dtype=s.dtype)
    return F.cross_entropy(s, y, weight=weights, label_smoothing=term['LabelSmoothing'], ignore_index=IGNORED)


def binary(s, t, y, term):
    target = y if term['SoftTargets'] else y[:, None].to(s.dtype) if s.shape[1] == 1 else F.one_hot(y, s.shape[1]).to(s.dtype)
    return F.binary_cross_entropy_with_logits(s, target)


def binary_divergence(s, t, y, term):
    def both(z):
        return torch.stack([F.logsigmoid(z / term['T']), F.logsigmoid(-z / term['T'])], -1)

    return F.kl_div(both(s), both(t).exp(), reduction='sum') / s.numel() * term['T'] ** 2


def reverse(s, t, y, term):
    return batchmean(F.log_softmax(t / term['T'], 1), F.softmax(s / term['T'], 1), term)


def generalized_jsd(s, t, y, term):
    log_q, log_p, beta = F.log_softmax(s / term['T'], 1), F.log_softmax(t / term['T'], 1), term['Beta']
    if beta == 0:
        divergence = F.kl_div(log_q, log_p, reduction='none', log_target=True)
    elif beta == 1:
        divergence = F.kl_div(log_p, log_q, reduction='none', log_target=True)
    else:
        b = torch.tensor(beta, dtype=s.dtype)
        mixture = torch.logsumexp(torch.stack([log_q + torch.log1p(-b), log_p + torch.log(b)]), 0)
        divergence = b * F.kl_div(mixture, log_p, reduction='none', log_target=True) + (1 - b) * F.kl_div(mixture, log_q, reduction='none', log_target=True)
    return divergence.sum() / len(s) * term['T'] ** 2


def total_variation(s, t, y, term):
    return 0.5 * (F.softmax(t / term['T'], 1) - F.softmax(s / term['T'], 1)).abs().sum(1).mean() * term['T'] ** 2


def deit_soft(s, t, y, term):
    tau = term['T']
    return F.kl_div(F.log_softmax(s / tau, 1), F.log_softmax(t / tau, 1), reduction='sum', log_target=True) * tau * tau / s.numel()


def decoupled(s, t, y, term):
    tau = term['T']
    if term['Standardize']:
        s, t = standardized(s), standardized(t)
    own = F.one_hot(y, s.shape[1]).bool()

    def both(z):
        p = F.softmax(z / tau, 1)
        return torch.stack([(p * own).sum(1), (p * ~own).sum(1)], 1)

    target = F.kl_div(both(s).log(), both(t), reduction='sum') * tau ** 2 / len(s)
    others = F.kl_div(F.log_softmax(s / tau - 1000.0 * own, 1), F.softmax(t / tau - 1000.0 * own, 1), reduction='sum') * tau ** 2 / len(s)
    return term['Alpha'] * target + term['Beta'] * others


def normalized(s, t, y, term):
    tau, y = term['T'], y[:, None]
    target = -(F.softmax(t, 1).gather(1, y) * F.log_softmax(s, 1).gather(1, y)).mean()
    rest = torch.ones_like(s).scatter_(1, y, 0).bool()
    s, t = s[rest].reshape(len(s), -1), t[rest].reshape(len(t), -1)
    others = (F.softmax(t / tau, 1) * F.log_softmax(s / tau, 1)).sum(1).mean()
    return target - term['Gamma'] * tau ** 2 * others


def dist(s, t, y, term):
    def pearson(a, b):
        a, b = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
        return ((a * b).sum(1) / (a.norm(dim=1) * b.norm(dim=1) + 1e-8)).mean()

    q, p = F.softmax(s / term['T'], 1), F.softmax(t / term['T'], 1)
    return term['T'] ** 2 * (term['Beta'] * (1 - pearson(q, p)) + term['Gamma'] * (1 - pearson(q.T, p.T)))


def weighted_soft_labels(s, t, y, term):
    tau = term['T']
    soft = -(F.softmax(t / tau, 1) * F.log_softmax(s / tau, 1)).sum(1)
    own, teachers = F.cross_entropy(s.detach(), y, reduction='none'), F.cross_entropy(t, y, reduction='none')
    focal = 1 - torch.exp(-torch.clamp(own / (teachers + 1e-7), min=0))
    return tau ** 2 * (focal * soft).mean()


def confidence_weighted(s, t, y, term):
    confidence = F.softmax(t, 1).amax(1)
    return (confidence / confidence.sum() * F.cross_entropy(s, y, reduction='none')).sum()


def permuted(s, t, y, term):
    return batchmean(F.log_softmax(s / term['T'], 1), F.softmax(t.gather(1, term['permutation']) / term['T'], 1), term)


def minifinetuning(s, t, y, term):
    threshold, p, own = 0.2, F.softmax(t / term['T'], 1), F.one_hot(y, s.shape[1])
    largest, label = p.argmax(1), p.gather(1, y[:, None])[:, 0]
    highest = p.gather(1, largest[:, None])[:, 0]

    def mixed(factor):
        return p * (1 - factor[:, None]) + own * factor[:, None]

    wrong = mixed((highest - label + threshold) / (1 + highest - label + 1e-7))
    capped = torch.where(label > 1 - threshold, torch.ones_like(label), label + threshold)
    right = mixed((capped - highest) / (1 - highest + 1e-7))
    return batchmean(F.log_softmax(s / term['T'], 1), torch.where((largest != y)[:, None], wrong, right), term)


def top_k(s, t, y, term):
    tau, count = term['T'], min(term['K'], s.shape[1])
    values, ids = t.topk(count, 1)
    log_q = s.gather(1, ids) / tau - torch.logsumexp(s / tau, 1, keepdim=True)
    log_p = values / tau - torch.logsumexp(t / tau if term['Tail'] else values / tau, 1, keepdim=True)
    inside = (log_p.exp() * (log_p - log_q)).sum(1)
    if term['Tail'] and count < s.shape[1]:
        missing_p, missing_q = torch.log(-torch.expm1(torch.logsumexp(log_p, 1))), torch.log(-torch.expm1(torch.logsumexp(log_q, 1)))
        inside = inside + missing_p.exp() * (missing_p - missing_q)
    return inside.mean() * tau ** 2


LOSSES = {
    'CE': cross_entropy,
    'BCE': binary,
    'MultiMargin': lambda s, t, y, term: F.multi_margin_loss(s, y),
    'KL': hinton,
    'BinaryKL': binary_divergence,
    'ReverseKL': reverse,
    'JSD': generalized_jsd,
    'TVD': total_variation,
    'HardLabel': lambda s, t, y, term: F.cross_entropy(s, t.argmax(1)),
    'LogitMse': lambda s, t, y, term: F.mse_loss(s, t),
    'DeiTSoft': deit_soft,
    'DKD': decoupled,
    'NKD': normalized,
    'DIST': dist,
    'WSLD': weighted_soft_labels,
    'CWTM': confidence_weighted,
    'DKPP': permuted,
    'MFT': minifinetuning,
    'TopKKL': top_k,
}
