"""The models of samples/Models by hand, with the names and the structure of their public definitions."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class BasicBlock(nn.Module):
    def __init__(self, width, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(width, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.downsample = None
        if stride > 1 or width != out:
            self.downsample = nn.Sequential(nn.Conv2d(width, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class CifarResNet(nn.Module):
    def __init__(self, blocks, first=16, width=16, classes=100):
        super().__init__()
        self.conv1 = nn.Conv2d(3, first, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(first)
        self.layer1 = self.stage(blocks, first, width, 1)
        self.layer2 = self.stage(blocks, width, 2 * width, 2)
        self.layer3 = self.stage(blocks, 2 * width, 4 * width, 2)
        self.fc = nn.Linear(4 * width, classes)

    def stage(self, blocks, width, out, stride):
        return nn.Sequential(BasicBlock(width, out, stride), *(BasicBlock(out, out, 1) for _ in range(blocks - 1)))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


class WideBlock(nn.Module):
    def __init__(self, width, out, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(width)
        self.conv1 = nn.Conv2d(width, out, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.convShortcut = None if width == out else nn.Conv2d(width, out, 1, stride, bias=False)

    def forward(self, x):
        active = F.relu(self.bn1(x))
        y = self.conv2(F.relu(self.bn2(self.conv1(active))))
        return y + (x if self.convShortcut is None else self.convShortcut(active))


class WideResNet(nn.Module):
    def __init__(self, blocks, width, classes=100):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.block1 = self.stage(blocks, 16, 16 * width, 1)
        self.block2 = self.stage(blocks, 16 * width, 32 * width, 2)
        self.block3 = self.stage(blocks, 32 * width, 64 * width, 2)
        self.bn1 = nn.BatchNorm2d(64 * width)
        self.fc = nn.Linear(64 * width, classes)

    def stage(self, blocks, width, out, stride):
        layer = nn.Sequential(WideBlock(width, out, stride), *(WideBlock(out, out, 1) for _ in range(blocks - 1)))
        return nn.ModuleDict({"layer": layer})

    def forward(self, x):
        x = self.conv1(x)
        for block in (self.block1, self.block2, self.block3):
            x = block["layer"](x)
        return self.fc(F.relu(self.bn1(x)).mean((2, 3)))


class Vgg(nn.Module):
    def __init__(self, convolutions):
        super().__init__()
        width = 3
        for i, out in enumerate((64, 128, 256, 512, 512)):
            layers = []
            for _ in range(convolutions):
                layers += [nn.Conv2d(width, out, 3, 1, 1), nn.BatchNorm2d(out), nn.ReLU()]
                width = out
            setattr(self, f"block{i}", nn.Sequential(*layers))
        self.classifier = nn.Linear(512, 100)

    def forward(self, x):
        x = self.block0(x)
        x = self.block1(F.max_pool2d(x, 2))
        x = self.block2(F.max_pool2d(x, 2))
        x = self.block3(F.max_pool2d(x, 2))
        return self.classifier(self.block4(x).mean((2, 3)))


class InvertedResidual(nn.Module):
    def __init__(self, width, out, stride, expansion):
        super().__init__()
        hidden = expansion * width
        self.adds = stride == 1 and width == out
        self.conv = nn.Sequential(
            nn.Conv2d(width, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU(),
            nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU(),
            nn.Conv2d(hidden, out, 1, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = self.conv(x)
        return x + y if self.adds else y


class MobileNetV2(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.blocks = nn.ModuleList()
        width = 16
        for expansion, out, count, stride in ((1, 8, 1, 1), (6, 12, 2, 1), (6, 16, 3, 2), (6, 32, 4, 2), (6, 48, 3, 1), (6, 80, 3, 2), (6, 160, 1, 1)):
            stage = nn.Sequential()
            for i in range(count):
                stage.append(InvertedResidual(width, out, stride if i == 0 else 1, expansion))
                width = out
            self.blocks.append(stage)
        self.conv2 = nn.Sequential(nn.Conv2d(160, 1280, 1, bias=False), nn.BatchNorm2d(1280), nn.ReLU())
        self.classifier = nn.Sequential(nn.Linear(1280, 100))

    def forward(self, x):
        x = self.conv1(x)
        for stage in self.blocks:
            x = stage(x)
        return self.classifier(self.conv2(x).mean((2, 3)))


def shuffle(x):
    return x.unflatten(1, (2, -1)).transpose(1, 2).flatten(1, 2)


class ShuffleUnit(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1 = nn.Conv2d(c, c, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(c)
        self.conv2 = nn.Conv2d(c, c, 3, 1, 1, groups=c, bias=False)
        self.bn2 = nn.BatchNorm2d(c)
        self.conv3 = nn.Conv2d(c, c, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(c)

    def forward(self, x):
        kept, y = x.chunk(2, 1)
        y = F.relu(self.bn1(self.conv1(y)))
        y = self.bn2(self.conv2(y))
        y = F.relu(self.bn3(self.conv3(y)))
        return shuffle(torch.cat((kept, y), 1))


class ShuffleDown(nn.Module):
    def __init__(self, width, c):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, 2, 1, groups=width, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, c, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(c)
        self.conv3 = nn.Conv2d(width, c, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(c)
        self.conv4 = nn.Conv2d(c, c, 3, 2, 1, groups=c, bias=False)
        self.bn4 = nn.BatchNorm2d(c)
        self.conv5 = nn.Conv2d(c, c, 1, bias=False)
        self.bn5 = nn.BatchNorm2d(c)

    def forward(self, x):
        left = F.relu(self.bn2(self.conv2(self.bn1(self.conv1(x)))))
        right = self.bn4(self.conv4(F.relu(self.bn3(self.conv3(x)))))
        right = F.relu(self.bn5(self.conv5(right)))
        return shuffle(torch.cat((left, right), 1))


class ShuffleV2(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 24, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(24)
        self.layer1 = nn.Sequential(ShuffleDown(24, 58), *(ShuffleUnit(58) for _ in range(3)))
        self.layer2 = nn.Sequential(ShuffleDown(116, 116), *(ShuffleUnit(116) for _ in range(7)))
        self.layer3 = nn.Sequential(ShuffleDown(232, 232), *(ShuffleUnit(232) for _ in range(3)))
        self.conv2 = nn.Conv2d(464, 1024, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(1024)
        self.linear = nn.Linear(1024, 100)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        return self.linear(x.mean((2, 3)))


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)

    def forward(self, x):
        q, k, v = self.qkv(x).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(-1)
        return self.proj((weights @ v).transpose(1, 2).flatten(2))


class Mlp(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.fc1 = nn.Linear(d, hidden)
        self.fc2 = nn.Linear(hidden, d)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class ViTBlock(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(d, eps=1e-6)
        self.attn = Attention(d, heads)
        self.norm2 = nn.LayerNorm(d, eps=1e-6)
        self.mlp = Mlp(d, 4 * d)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class DistilledDeiT(nn.Module):
    def __init__(self, d, heads, depth=12, classes=1000):
        super().__init__()
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, d, 16, 16)})
        self.cls_token = nn.Parameter(torch.zeros(1, 1, d))
        self.dist_token = nn.Parameter(torch.zeros(1, 1, d))
        self.pos_embed = nn.Parameter(torch.zeros(1, 198, d))
        self.blocks = nn.Sequential(*(ViTBlock(d, heads) for _ in range(depth)))
        self.norm = nn.LayerNorm(d, eps=1e-6)
        self.head = nn.Linear(d, classes)
        self.head_dist = nn.Linear(d, classes)

    def forward(self, x):
        x = self.patch_embed["proj"](x).flatten(2).transpose(1, 2)
        tokens = [token.expand(len(x), -1, -1) for token in (self.cls_token, self.dist_token)]
        x = self.norm(self.blocks(torch.cat((*tokens, x), 1) + self.pos_embed))
        heads = self.head(x[:, 0]), self.head_dist(x[:, 1])
        return heads if self.training else (heads[0] + heads[1]) / 2


class EmbeddingMlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fields = nn.Embedding(5000, 16)
        self.hidden = nn.Linear(192, 256)
        self.embed = nn.Linear(256, 64)
        self.logits = nn.Linear(64, 10)

    def forward(self, ids):
        x = F.relu(self.hidden(self.fields(ids).flatten(1)))
        return self.logits(F.relu(self.embed(x)))


class BertLayer(nn.Module):
    def __init__(self, d, heads, hidden):
        super().__init__()
        self.attention = Attention(d, heads)
        self.attention.norm = nn.LayerNorm(d, eps=1e-12)
        self.mlp = Mlp(d, hidden)
        self.mlp.norm = nn.LayerNorm(d, eps=1e-12)

    def forward(self, x):
        x = self.attention.norm(x + self.attention(x))
        return self.mlp.norm(x + self.mlp(x))


class TinyBert(nn.Module):
    def __init__(self, vocabulary=30522, classes=2):
        super().__init__()
        self.embeddings = nn.ModuleDict({"word": nn.Embedding(vocabulary, 312), "norm": nn.LayerNorm(312, eps=1e-12)})
        self.embeddings.pos_embed = nn.Parameter(torch.zeros(1, 128, 312))
        self.encoder = nn.Sequential(*(BertLayer(312, 12, 1200) for _ in range(4)))
        self.pooler = nn.Linear(312, 312)
        self.classifier = nn.Linear(312, classes)

    def forward(self, ids):
        x = self.embeddings["norm"](self.embeddings["word"](ids) + self.embeddings.pos_embed)
        return self.classifier(torch.tanh(self.pooler(self.encoder(x)[:, 0])))


MODELS = {
    "ResNet20": lambda: CifarResNet(3),
    "ResNet32": lambda: CifarResNet(5),
    "ResNet56": lambda: CifarResNet(9),
    "ResNet110": lambda: CifarResNet(18),
    "ResNet8x4": lambda: CifarResNet(1, 32, 64),
    "ResNet32x4": lambda: CifarResNet(5, 32, 64),
    "Wrn16x2": lambda: WideResNet(2, 2),
    "Wrn40x1": lambda: WideResNet(6, 1),
    "Wrn40x2": lambda: WideResNet(6, 2),
    "Vgg8": lambda: Vgg(1),
    "Vgg13": lambda: Vgg(2),
    "MobileNetV2": MobileNetV2,
    "ShuffleV2": ShuffleV2,
    "DeiTTiny": lambda: DistilledDeiT(192, 3),
    "EmbeddingMlp": EmbeddingMlp,
    "TinyBert": TinyBert,
}
