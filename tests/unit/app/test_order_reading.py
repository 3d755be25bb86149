"""What orders say of leaving: recognised by their usual words, and nothing made of what is no leaving."""

import pytest

from archive_app.services.life.order_reading import Leave, leaving_said


@pytest.mark.parametrize(
    ("text", "leave"),
    [
        ("1. Отчислить Петрова Игоря Олеговича, обучающегося 9-А класса.", Leave.EXPELLED),
        ("Об отчислении обучающихся", Leave.EXPELLED),
        ("Считать выбывшим с 01.03.2021 Петрова И. О.", Leave.EXPELLED),
        ("Считать окончившими среднюю школу и отчислить в связи с получением образования", Leave.GRADUATED),
        ("отчислить в связи с получением среднего общего образования обучающихся", Leave.GRADUATED),
        ("О выпуске обучающихся\n11 «А» класса", Leave.GRADUATED),
        ("Отчислить в порядке перевода в гимназию № 2", Leave.MOVED),
        ("перевести Петрова И. О. в другую общеобразовательную организацию", Leave.MOVED),
        ("перевести Петрова Игоря в другую школу города", Leave.MOVED),
        ("Перевести в следующий класс обучающихся 9-А", None),
        ("О зачислении в 1 класс", None),
        ("Перечислить средства на счёт", None),
    ],
)
def test_the_words_of_an_order(text: str, leave: Leave | None) -> None:
    said = leaving_said([(1, "ПРИКАЗ"), (2, text)])
    assert (said and said.leave, said and said.page) == (leave, leave and 2)


def test_the_words_are_shown_with_what_stands_around_them() -> None:
    said = leaving_said([(3, "Приказываю: отчислить Иванову Анну с 25 июня. " + "Контроль оставляю за собой. " * 9)])
    assert said is not None
    assert said.words.startswith("Приказываю: отчислить Иванову Анну")
    assert len(said.words) < 140
