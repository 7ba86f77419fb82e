"""Other ways to find what lies downstream, for comparison: both give the nodes and links of one zone."""

from typing import Any

import numpy as np
from django.db import connection
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from .city import MAIN

_FRONTIER = """
CREATE OR REPLACE FUNCTION pg_temp.downstream(start bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    edge bigint[] := ARRAY[start];
    seen bigint[] := ARRAY[start];
BEGIN
    WHILE edge <> '{}' LOOP
        SELECT coalesce(array_agg(DISTINCT l.to_node), '{}') INTO edge
          FROM unnest(edge) AS e (node) JOIN topology.link l ON l.from_node = e.node
         WHERE NOT l.closed AND l.flow >= 0 AND l.to_node <> ALL(seen);
        seen := seen || edge;
    END LOOP;
    RETURN (SELECT count(*) FROM topology.link WHERE from_node = ANY(seen) AND NOT closed AND flow >= 0);
END $$
"""


def frontier() -> int:
    """A frontier that grows by one step at a time, kept in arrays of plpgsql."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_node FROM topology.link WHERE collection = 'big_links' AND fid = %s", [MAIN])
        [start] = cursor.fetchone()
        cursor.execute(_FRONTIER)
        cursor.execute("SELECT pg_temp.downstream(%s)", [start])
        return int(cursor.fetchone()[0])


class Pulled:
    """The whole network in memory; it would have to be pulled again after every edit."""

    def __init__(self) -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY (SELECT from_node, to_node FROM topology.link WHERE network = 'big' AND NOT closed) TO STDOUT"
            ) as rows,
        ):
            ends = np.array([line.split() for line in b"".join(rows).splitlines()], dtype=np.int64)
        size = int(ends.max()) + 1
        self.graph: Any = csr_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(size, size))

    def downstream(self) -> int:
        """Links that leave the nodes that can be reached."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_node FROM topology.link WHERE collection = 'big_links' AND fid = %s", [MAIN])
            [start] = cursor.fetchone()
        nodes = breadth_first_order(self.graph, start, directed=True, return_predecessors=False)
        return int(np.diff(self.graph.indptr)[nodes].sum())
