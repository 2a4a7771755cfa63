import sys
from pathlib import Path

# Tests are imported one by one (importlib mode), so what they share is put on the path.
sys.path.insert(0, str(Path(__file__).parent))
