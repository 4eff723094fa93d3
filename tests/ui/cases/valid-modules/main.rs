use router_runtime::routes;

mod middleware;

#[path = "app/users.rs"]
#[allow(non_snake_case)]
mod users;

macro_rules! modules {
    ($($name:ident)*) => {
        $(#[allow(non_snake_case, dead_code)] pub mod $name;)*
    };
}

#[path = "app/lists"]
mod lists {
    #[allow(non_snake_case)]
    pub mod pages;
    modules!(Route);
}

#[allow(non_snake_case, dead_code)]
mod included {
    include!("app/lists/layouts.rs");
}

routes!("cases/valid-modules/app");

fn main() {
    let _ = (app::router(), users::GET(), middleware::middleware);
    let _ = lists::pages::page();
}
