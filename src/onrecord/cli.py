import click


def main() -> None:
    click.echo("")
