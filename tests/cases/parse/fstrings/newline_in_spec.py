# versions: 3.12.1-3.13.3
f"{x:
}"
f"{x:a
}"
f"{x:a

    }" + y
rf"{x:\a #
  # comment
}{y:
}"
f"{x:{y:
}}"
f"{x:{y:b
}c}"
f"{x:a
{y}}"
f"{x:a
  {y} {z}
}" "text"
f'{ {1: 2}[1]!r:\x41
}'
f"{x=:b
}"
f"{x:{f'{y:a
}'}}" f"{x:\
}"
if x:
    f"{x:
}"
    y
