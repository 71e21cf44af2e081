"""The HTTP shell: takes documents in, tells what became of them, shows the catalogue. The contract is openapi.yaml."""
