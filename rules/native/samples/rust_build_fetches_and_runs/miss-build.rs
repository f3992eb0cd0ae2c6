use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let file = format!("{}/tide.tar.gz", std::env::var("OUT_DIR").unwrap());
    let done = Command::new("curl").args(["-fsSL", "https://tides.example.org/tide-1.2.tar.gz", "-o", &file]).status().unwrap();
    assert!(done.success(), "could not fetch the sources of libtide");
    Command::new("tar").args(["xzf", &file]).status().unwrap();
    Command::new("make").status().unwrap();
}
