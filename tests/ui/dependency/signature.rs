use lychgate::prelude::*;

struct Site;

#[application]
impl Site {
    fn generic<T: Default>() -> T {
        T::default()
    }

    fn consumed(self) -> u8 {
        7
    }

    fn exclusive(&mut self) -> u8 {
        7
    }

    unsafe fn reckless() -> u8 {
        7
    }

    fn apart((a, b): (u8, u8)) -> u8 {
        a + b
    }

    fn user() -> u8 {
        7
    }

    #[get("^$")]
    fn index(
        &self,
        #[depends(generic)] a: u8,
        #[depends(consumed)] b: u8,
        #[depends(exclusive)] c: u8,
        #[depends(reckless)] d: u8,
        #[depends(apart)] e: u8,
    ) -> String {
        format!("{}", a + b + c + d + e)
    }

    #[get("^mutable$")]
    fn mutable(#[depends(user)] user: &mut u8) -> String {
        user.to_string()
    }

    #[get("^receiver$")]
    fn receiver(#[depends(user)] &self) -> String {
        String::new()
    }
}

fn main() {
    lychgate::test::Client::new(Site);
}
