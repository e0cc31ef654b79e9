"""The same work in many threads at the same moment, each on its own connection."""

import threading

from django.db import connection

THREADS = 20


def at_once(work, count=THREADS) -> list[object]:
    """Run `work(n)` in as many threads at the same moment; what each returned or raised."""
    barrier, answers = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        try:
            barrier.wait()
            answers[number] = work(number)
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
