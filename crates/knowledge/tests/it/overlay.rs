//! A folder with some of the files is laid over the data in the program.

use std::fs;

use knowledge::Knowledge;

#[test]
fn a_list_of_leaders_is_renewed_without_a_new_program() {
    let dir = std::env::temp_dir().join(format!("demarche-overlay-{}", std::process::id()));
    fs::create_dir_all(dir.join("entities")).expect("a folder for the test");
    let leaders = "# Leaders of 2031.\n[[person]]\nname = \"Zoltania Quimbert\"\ncountry = \"FRA\"\n\
                   gender = \"f\"\nroles = [{ office = \"president\", sectors = [\"GOV\"], from = \"2031-05-14\" }]\n";
    fs::write(dir.join("entities/leaders-2031.toml"), leaders).expect("written");
    let k = Knowledge::load(&dir).expect("loads");
    fs::remove_dir_all(&dir).expect("removed");
    let day = "2031-06-01".parse().ok();
    let holder = k.entities.holder("FRA", "president", day).expect("somebody");
    assert_eq!(k.entities.get(holder).name, "Zoltania Quimbert");
    assert!(k.entities.longest_at(&["Vladimir", "Putin"]).is_some(), "our own data is still there");
    assert!(k.frames.len() > 1000);
}
