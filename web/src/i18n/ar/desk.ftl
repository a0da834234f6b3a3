# إطار مكاتب التصويت
desk-sign-in = سجّل الدخول أولًا
desk-sign-in-detail = هذه الصفحة للعاملين في هذا التصويت.
desk-sign-in-go = تسجيل الدخول
desk-forbidden = ليس لك دور في جمعية هذا التصويت.
desk-navigation = مكاتب هذا التصويت
desk-prepare = الإعداد
desk-codes = الرموز
desk-watch = المتابعة
desk-close = الإغلاق والتصديق
desk-heading-prepare = الإعداد: { $round }
desk-heading-codes = رموز التصويت: { $round }
desk-heading-watch = المتابعة: { $round }
desk-heading-close = الإغلاق والتصديق: { $round }
