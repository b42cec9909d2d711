"""One line of the demo's summary: demo_summary.py FOLDER NET LOWEST_ACCURACY_PERCENT

Reads what skein-sim and skein-run wrote about NET into FOLDER; exits 1 when the
accuracy of the last epoch is below the limit.
"""

import json
import re
import sys

folder, net, lowest = sys.argv[1], sys.argv[2], float(sys.argv[3])
with open(f"{folder}/{net}.predicted.json") as file:
    predicted = json.load(file)["step_time_us"]
with open(f"{folder}/{net}.measured.json") as file:
    measured = json.load(file)["median_step_us"]
with open(f"{folder}/{net}.log") as file:
    accuracy = 100 * float(re.findall(r"accuracy ([\d.e+-]+)", file.read())[-1])
print(f"{net}: {accuracy:.1f} % of the test images (at least {lowest:g}); "
      f"step predicted {predicted:.0f} us, measured {measured:.0f} us ({predicted / measured:.2f}x)")
sys.exit(accuracy < lowest)
