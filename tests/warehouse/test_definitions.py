"""Indicator files hold, and a wrong one names all its faults."""

import pytest

from warehouse.definitions import all_indicators, get_indicator, read_definition
from warehouse.errors import UnknownIndicator, WrongDefinition


def test_every_shipped_definition_holds_and_its_base_exists():
    indicators = all_indicators()
    assert indicators["population_density"].of in indicators
    assert all(one.formula == "observed" or one.of in indicators for one in indicators.values())


def test_a_count_is_never_a_choropleth():
    assert all(one.classes is None for one in all_indicators().values() if one.nature == "extensive")


def test_an_unknown_indicator_is_named():
    with pytest.raises(UnknownIndicator, match="'happiness'"):
        get_indicator("happiness")


def test_a_wrong_file_names_all_its_faults(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(
        "id: other\ntitle_vi: A\nunit_vi: B\nunit_en: B\nnature: nice\nformula: {kind: per_area}\n"
        "classes: {method: magic, count: 2}\npalette: ['#fff']\n",
        encoding="utf-8",
    )
    with pytest.raises(WrongDefinition) as caught:
        read_definition(path)
    named = {fault.where for fault in caught.value.faults}
    assert named == {"title_en", "id", "nature", "formula.of", "classes.method", "palette"}
