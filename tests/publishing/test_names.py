import pytest

from publishing.names import distinct_names, plain_name, title


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Tên đường (m)", "ten_duong_m"),
        ("ĐẤT Ở ĐÔ THỊ", "dat_o_do_thi"),
        ("Te\u0302n", "ten"),
        ("2025", "field_2025"),
        ("—", "field"),
        ("x" * 80, "x" * 50),
        ("__ID__", "id"),
    ],
)
def test_names_are_ascii_and_begin_with_a_letter(words: str, name: str) -> None:
    assert plain_name(words) == name


def test_names_that_meet_get_a_number() -> None:
    assert distinct_names(["Tên", "ten", "TÊN", "fid"], taken=("fid",)) == ["ten", "ten_2", "ten_3", "fid_2"]
    assert len(set(distinct_names(["y" * 60, "y" * 70]))) == 2


def test_titles_are_composed() -> None:
    assert title(" Quâ\u0323n ") == "Quận"
