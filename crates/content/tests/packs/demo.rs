//! Holds the demo right: nothing in it refers to what is not there.

#[test]
fn the_demo_fits_the_packs() {
    let problems: Vec<String> = content::demo::demo()
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
