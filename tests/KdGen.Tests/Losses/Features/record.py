"""Values and gradients of features.py, by autograd.

Standard input of the program that imports this: a folder, then one case a line in JSON: {"name", "loss", "options", "student", "teacher"}, the last two lists of shapes. The folder has the numbers
NAME.student0, ..., NAME.teacher0, ... (float64); NAME.float32 and NAME.float64 get, in float64, the value that each type gives, then the gradient of each of the student's features.
"""
import json
import sys
import warnings

import numpy
import torch

from features import LOSSES

warnings.simplefilter('ignore')     # a deviation of one number is not a number: those cases are not compared


def run(folder, case, dtype):
    def read(side):
        return [torch.from_numpy(numpy.fromfile(f"{folder}/{case['name']}.{side}{i}")).to(dtype).reshape(shape) for i, shape in enumerate(case[side])]

    student, teacher = [x.requires_grad_() for x in read('student')], read('teacher')
    value = LOSSES[case['loss']](student, teacher, **case['options'])
    gradients = torch.autograd.grad(value, student)
    return torch.cat([x.detach().double().reshape(-1) for x in (value, *gradients)]).numpy()


folder, *cases = sys.stdin.read().splitlines()
for case in map(json.loads, cases):
    for dtype in ('float32', 'float64'):
        run(folder, case, getattr(torch, dtype)).tofile(f"{folder}/{case['name']}.{dtype}")
