//! temp
use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_target::Target;
use rustpython_parser::Parse;
use rustpython_parser::ast::Suite;

#[test]
fn dump_both() {
    let target: Target = std::env::var("T").unwrap().parse().unwrap();
    let list = std::fs::read_to_string(std::env::var("L").unwrap()).unwrap();
    let out = std::env::var("O").unwrap();
    std::fs::create_dir_all(&out).unwrap();
    let (mut n, mut rejected, mut same) = (0, 0, 0);
    for (i, file) in list.lines().enumerate() {
        let Ok(bytes) = std::fs::read(file) else { continue };
        let Ok(source) = pycmill_parser::decode(target, &bytes) else { continue };
        let arena = Bump::new();
        let mut names = Names::new(&arena);
        let Ok(ours) = pycmill_parser::parse(target, &source, &arena, &mut names) else { continue };
        n += 1;
        let ours = pycmill_parser::dump(target, &ours.module, &names, source.lines());
        let Ok(suite) = Suite::parse(source.text(), "x") else {
            rejected += 1;
            println!("rejected {file}");
            continue;
        };
        let mut names = Names::new(&arena);
        let adapted = pycmill_adapter::adapt(source.text(), &suite, &arena, &mut names);
        let theirs = pycmill_parser::dump(target, &adapted.module, &names, adapted.source.lines());
        if ours == theirs {
            same += 1;
        } else {
            std::fs::write(
                format!("{out}/{i}.ours"),
                ours.replace(", end_col_offset", ",\nend_col_offset").replace("(", "(\n"),
            )
            .unwrap();
            std::fs::write(
                format!("{out}/{i}.theirs"),
                theirs.replace(", end_col_offset", ",\nend_col_offset").replace("(", "(\n"),
            )
            .unwrap();
            println!("differs {i} {file}");
        }
    }
    println!("{n} files, {rejected} rejected, {same} same");
}
