//! Templates are inside the executable: a new file among them builds it anew.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
