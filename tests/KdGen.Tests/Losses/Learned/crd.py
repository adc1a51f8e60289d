"""Contrastive representation distillation, written down from its formulas: steps in float64 on the numbers that come in as JSON, one object."""
import json
import sys

import torch


def numbers(values):
    return torch.tensor(values, dtype=torch.float64)


def embed(x, weight, bias):
    y = x.flatten(1) @ weight.t() + bias
    return y / y.pow(2).sum(1, keepdim=True).sqrt()


def probability(bank, embedding, drawn, temperature, z):
    """exp(bank row . embedding / T) / Z of every drawn row; the first batch makes Z."""
    rows = bank[drawn.flatten()].reshape(*drawn.shape, -1)
    scores = torch.exp((rows * embedding[:, None, :]).sum(2) / temperature)
    if z is None:
        z = (scores.mean() * len(bank)).item()
    return scores / z, z


def direction(p, samples):
    batch, negatives = p.shape[0], p.shape[1] - 1
    noise = negatives * (1 / samples)
    positive = torch.log(p[:, 0] / (p[:, 0] + noise + 1e-7)).sum()
    negative = torch.log(noise / (p[:, 1:] + noise + 1e-7)).sum()
    return -(positive + negative) / batch


def main():
    given = json.load(sys.stdin)
    leaves = {name: numbers(given[name]).requires_grad_() for name in ('weight_s', 'bias_s', 'weight_t', 'bias_t')}
    bank_s, bank_t = numbers(given['bank_s']), numbers(given['bank_t'])
    z_s = z_t = None
    steps = []
    for step in given['steps']:
        student, teacher = numbers(step['student']).requires_grad_(), numbers(step['teacher'])
        index = torch.tensor(step['index'])
        drawn = torch.cat([index[:, None], torch.tensor(step['negatives'])], 1)
        e_s = embed(student, leaves['weight_s'], leaves['bias_s'])
        e_t = embed(teacher, leaves['weight_t'], leaves['bias_t'])
        p_s, z_s = probability(bank_t, e_s, drawn, given['temperature'], z_s)
        p_t, z_t = probability(bank_s, e_t, drawn, given['temperature'], z_t)
        loss = direction(p_s, len(bank_s)) + direction(p_t, len(bank_t))
        gradients = torch.autograd.grad(loss, [student, *leaves.values()])
        for bank, e in ((bank_s, e_s), (bank_t, e_t)):
            mixed = given['momentum'] * bank[index] + (1 - given['momentum']) * e.detach()
            bank[index] = mixed / mixed.pow(2).sum(1, keepdim=True).sqrt()
        steps.append(dict(zip(['student', *leaves], (g.flatten().tolist() for g in gradients)),
                          loss=loss.item(), bank_s=bank_s.flatten().tolist(), bank_t=bank_t.flatten().tolist(), z=[z_s, z_t]))
    json.dump(steps, sys.stdout)


main()
