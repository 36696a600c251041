# versions: 3.12.1-3.12
x = f"{x:{y}
}"
x = f"{x:{y}a
  }"
x = f"{x:a{y}
{z
}}" + z
x = f"{x:{y:b
} {z}
}"
x = f'{a:
{b}}'
x = f'{a:
{b:}{c!r:{d}}}'
