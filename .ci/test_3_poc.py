"""The demonstration from the sources."""
from engine import ROOT, Item, readme
from poc import Poc


class FromSources(Poc, Item):
    commande_1 = readme('Commande 1 :')
    directory = ROOT
