"""Whether a statement, as DuckDB's own parser has read it, asks for nothing but rows.

It judges a parsed tree and runs nothing. It is here for a clear sentence and as the first of
three walls: DuckDB's locked settings and the system's limits hold without it.
"""

from collections.abc import Iterator
from typing import Any

#: What `SELECT … FROM` may call. All others read files, addresses, settings or memory.
TABLE_FUNCTIONS = frozenset(
    {
        "duckdb_columns",
        "duckdb_tables",
        "generate_series",
        "histogram",
        "histogram_values",
        "json_each",
        "json_tree",
        "pragma_table_info",
        "range",
        "repeat",
        "unnest",
    }
)

#: Functions that wait, write, or tell of the server or of plans rather than of figures.
REFUSED_FUNCTIONS = frozenset(
    {
        "current_setting",
        "currval",
        "getvariable",
        "json_execute_serialized_sql",
        "json_serialize_plan",
        "nextval",
        "pg_sleep",
        "query",
        "query_table",
        "set_config",
        "setseed",
        "setval",
        "sleep",
        "sleep_ms",
        "write_log",
    }
)

#: Views of DuckDB's own that tell of tables and columns. Its others tell of the server.
SYSTEM_VIEWS = frozenset({"duckdb_columns", "duckdb_tables", "duckdb_views", "duckdb_types"})

#: Nodes of a query. Since version 2.0 a WITH may also hold INSERT, UPDATE, DELETE or COPY.
_QUERY_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
_SHOWN = frozenset({"DESCRIBE", "SUMMARY"})
#: Of a table's name: then it stands for a file or an address.
_FILE_CHARACTERS = frozenset("/\\:*?.")
_SHOWN_NAMES = frozenset({'"tables"', "tables", "__show_tables_expanded"})

NO_FILES = "Only the tables listed on this page can be read: no files, no addresses, no settings."
READS = (
    "Only a query that reads is answered: one that begins with SELECT, WITH, FROM, VALUES, "
    "DESCRIBE, SUMMARIZE or SHOW TABLES."
)
#: What the parser calls a PIVOT whose columns it would have to look up first.
MANY_IN_ONE = "MULTI"


def objection_to_type(kind: str) -> str | None:
    """Why a statement of this type (a name of `duckdb.StatementType`) is refused, or None."""
    if kind == "SELECT":
        return None
    if kind == MANY_IN_ONE:
        return (
            "A PIVOT is answered where it names its columns: "
            "PIVOT … ON geo IN ('GBR', 'USA') USING first(value)."
        )
    if kind == "OTHER":
        return READS
    return f"{kind.replace('_', ' ')} statements are not answered. {READS}"


def objection(tree: Any, system_views: frozenset[str]) -> str | None:
    """Why a parsed query is refused, or None where it only reads tables.

    Args:
        tree: a statement as `json_serialize_sql` gives it.
        system_views: names of the views that DuckDB itself brings, but the information schema's.
    """
    for node in _nodes(tree):
        found = _objection_to_node(node, system_views)
        if found:
            return found
    return None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree. No recursion: the depth is the asker's to choose."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _objection_to_node(node: dict[str, Any], system_views: frozenset[str]) -> str | None:
    kind = str(node.get("type", ""))
    if kind.endswith("_NODE") and kind not in _QUERY_NODES:
        verb = kind.removesuffix("_NODE").removesuffix("_QUERY")
        return f"A WITH of this query holds {verb.replace('_', ' ')}. {READS}"
    if kind == "TABLE_FUNCTION":
        return _objection_to_table_function(_name(node.get("function", {})))
    if kind == "BASE_TABLE":
        return _objection_to_table(node, system_views)
    if kind == "SHOW_REF":
        return _objection_to_show(node)
    if "function_name" in node and _name(node) in REFUSED_FUNCTIONS:
        return f"The function {_name(node)} is not available here: it does not read figures."
    return None


def _name(node: Any) -> str:
    """The last part of a name, as DuckDB compares it: without regard to capitals."""
    path = node.get("qualified_name", {}).get("path") or [node.get("function_name", "")]
    return str(path[-1]).strip('"').lower()


def _objection_to_table_function(name: str) -> str | None:
    if name in TABLE_FUNCTIONS:
        return None
    return f"The function {name} is not available here. {NO_FILES}"


def _objection_to_table(node: dict[str, Any], system_views: frozenset[str]) -> str | None:
    path = [str(part).strip('"').lower() for part in node["qualified_name"]["path"]]
    if _FILE_CHARACTERS & set(path[-1]):
        return f"{path[-1]} is not one of the tables. {NO_FILES}"
    if "information_schema" not in path[:-1] and path[-1] in system_views - SYSTEM_VIEWS:
        return (
            f"The name {'.'.join(path)} belongs to DuckDB itself. "
            "SHOW TABLES and DESCRIBE tell what there is to read."
        )
    return None


def _objection_to_show(node: dict[str, Any]) -> str | None:
    kind, name = node.get("show_type"), str(node.get("table_name", ""))
    if kind in _SHOWN or (kind == "SHOW_SPECIAL" and name.lower() in _SHOWN_NAMES):
        return None
    return "SHOW answers with SHOW TABLES here. For the columns of a table use DESCRIBE."
