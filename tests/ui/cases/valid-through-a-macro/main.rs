macro_rules! site {
    ($folder:literal) => {
        router_runtime::routes!($folder);
    };
}

site!("cases/valid-through-a-macro/app");

fn main() {
    let _ = app::router();
}
