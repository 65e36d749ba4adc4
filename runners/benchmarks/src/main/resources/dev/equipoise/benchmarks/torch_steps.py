"""Prints the median milliseconds of a training step: torch_steps.py WORKLOAD STEPS THREADS."""

import statistics
import sys
import time

import torch
from torch import nn

workload, steps, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)


def dense(widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return layers


def convolutional(channels, filters, hidden, latent):
    widths = [channels] + filters
    side = 64 >> len(filters)
    features = filters[-1] * side * side
    encoder = []
    for inputs, outputs in zip(widths, widths[1:]):
        encoder += [nn.Conv2d(inputs, outputs, 4, 2, 1), nn.ReLU()]
    encoder += [nn.Flatten()] + dense([features] + hidden)
    encoder += [nn.Linear(([features] + hidden)[-1], 2 * latent)]
    decoder = dense([latent] + hidden[::-1] + [features])
    decoder += [nn.Unflatten(1, (filters[-1], side, side))]
    widths = widths[::-1]
    for inputs, outputs in zip(widths, widths[1:]):
        decoder += [nn.ConvTranspose2d(inputs, outputs, 4, 2, 1), nn.ReLU()]
    return nn.Sequential(*encoder), nn.Sequential(*decoder[:-1])


if workload == "w1":
    batch, shape = 128, (784,)
    encoder = nn.Sequential(nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 40))
    decoder = nn.Sequential(nn.Linear(20, 400), nn.ReLU(), nn.Linear(400, 784))
elif workload == "w2":
    batch, shape = 64, (1, 64, 64)
    encoder, decoder = convolutional(1, [32] * 4, [256, 256], 10)
else:
    batch, shape = 64, (3, 64, 64)
    encoder, decoder = convolutional(3, [64, 128, 256, 512], [], 128)

batches = [torch.rand(batch, *shape) for _ in range(4)]
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)


def step(data):
    mean, log_variance = encoder(data).chunk(2, 1)
    latent = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
    squared_error = (decoder(latent) - data).square().sum() / batch
    kl = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum() / batch
    optimizer.zero_grad(set_to_none=True)
    (squared_error + kl).backward()
    optimizer.step()
    return squared_error.item(), kl.item()


seconds = []
for i in range(steps):
    began = time.perf_counter()
    step(batches[i % len(batches)])
    seconds.append(time.perf_counter() - began)
print(1e3 * statistics.median(seconds[steps // 5 :]))
