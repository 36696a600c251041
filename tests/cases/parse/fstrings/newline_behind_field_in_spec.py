# versions: 3.12.1-3.12
f"{x:{y}
}"
f"{x:{y}a
  }"
f"{x:a{y}
{z}}" + z
f"{x:{y:b
} {z}
}"
