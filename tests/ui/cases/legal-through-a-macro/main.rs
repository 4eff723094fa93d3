macro_rules! site {
    ($folder:literal) => {
        router_runtime::routes!($folder);
    };
}

site!("cases/legal-through-a-macro/app");

fn main() {
    let _ = app::router();
}
