"""Values and gradients of losses.py in float64, by autograd.

Standard input of the program that imports this: a folder, then one case a line in JSON: {"name", "data", "rows", "classes", "terms"}. The folder has for each data X the logits X.student, ...,
X.teacher and the probabilities X.targets (float64), the classes X.labels and X.permutation (int64); NAME.result gets the value, then the gradient of each of the student's logits.
"""
import json
import sys

import numpy
import torch

from losses import IGNORED, LOSSES

# They leave out samples without a label: a mean over the others, 0 when there are none. (CE does so itself.)
LABELLED = {'BCE', 'MultiMargin', 'DKD', 'NKD', 'WSLD', 'CWTM', 'MFT'}


def value_of(term, s, t, labels, targets):
    loss = LOSSES[term['Kind']]
    if term['SoftTargets']:
        return loss(s, t, targets if term['Kind'] in ('CE', 'BCE') else targets.argmax(1), term)
    kept = labels != IGNORED
    if not kept.any() and term['Kind'] in LABELLED | {'CE'}:
        return 0 * s.sum()
    if kept.all() or term['Kind'] not in LABELLED:
        return loss(s, t, labels, term)
    return loss(s[kept], t[kept], labels[kept], term)


def run(folder, case):
    def read(kind, dtype=numpy.float64):
        return torch.from_numpy(numpy.fromfile(f"{folder}/{case['data']}.{kind}", dtype)).reshape(case['rows'], -1)

    students = {head: read(head).requires_grad_() for head in dict.fromkeys(term['Student'] for term in case['terms'])}
    teacher, targets, labels = read('teacher'), read('targets'), read('labels', numpy.int64)[:, 0]
    value = 0
    for term in case['terms']:
        term['permutation'] = read('permutation', numpy.int64) if term['Kind'] == 'DKPP' else None
        value = value + term['Weight'] * value_of(term, students[term['Student']], teacher, labels, targets)
    gradients = torch.autograd.grad(value, list(students.values()))
    numpy.concatenate([[value.item()], *(gradient.flatten().numpy() for gradient in gradients)]).tofile(f"{folder}/{case['name']}.result")


directory, *cases = sys.stdin.read().split('\n')
for line in cases:
    run(directory, json.loads(line))
