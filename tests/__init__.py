"""The tests. A package, because one that we install brings a package of this name."""
