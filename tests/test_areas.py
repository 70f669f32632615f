"""Areas: codes of this project and of each source, and peer groups."""

import pytest

from indicators.areas import AREAS_FILE, UK, load_areas
from indicators.errors import CatalogueError


def test_the_uk_is_a_country_and_its_nations_are_not_ranked():
    areas = load_areas()
    assert areas[UK].name == "United Kingdom"
    assert UK in areas.countries
    assert not {"GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR", "EU27", "OECD", "WLD"} & set(
        areas.countries
    )


def test_a_source_s_own_codes_are_turned():
    areas = load_areas()
    oecd, bank = areas.codes_of("oecd"), areas.codes_of("worldbank")
    assert (oecd["EU27_2020"], oecd["W"], oecd["OECD"], oecd["GBR"]) == (
        "EU27",
        "WLD",
        "OECD",
        "GBR",
    )
    assert (bank["EUU"], bank["OED"], bank["WLD"]) == ("EU27", "OECD", "WLD")
    for source in ("oecd", "ons"):
        assert sorted(areas.codes_of(source).values()) == sorted(areas.by_geo)
    assert set(areas.by_geo) - set(bank.values()) == {"TWN"}


def test_an_unknown_area_says_where_to_add_it():
    with pytest.raises(CatalogueError, match=r"area 'ATL' is not in indicators/areas\.toml"):
        load_areas()["ATL"]


def test_members_of_peer_groups_are_countries():
    areas = load_areas()
    for group in areas.peer_groups:
        assert set(group.members) <= set(areas.countries), group.id
        assert len(set(group.members)) == len(group.members), group.id
        assert UK in group.members, group.id


def test_all_faults_are_reported_at_once(tmp_path):
    path = tmp_path / "areas.toml"
    text = AREAS_FILE.read_text(encoding="utf-8")
    text = text.replace('kind = "country"', 'kind = "planet"', 1)
    text = text.replace('members = ["GBR", "USA"', 'members = ["GBR", "ATL"', 1)
    path.write_text(text + '\n[[extra]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_areas(path)
    message = str(error.value)
    assert "3 problems" in message
    assert "area GBR: kind 'planet'" in message
    assert "'ATL' is not a declared area" in message
    assert "unknown table 'extra'" in message
