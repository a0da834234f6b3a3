people-title = الأشخاص
people-noscript = تحتاج هذه الصفحة إلى جافاسكربت.
people-failed = لم يتم هذا
people-all = الجميع
people-filter = البحث بالاسم أو باسم الدخول
people-count = { $count ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصًا
   *[other] { $count } شخص
  }
people-add = دعوة شخص
people-login = اسم الدخول
people-login-hint = حروف لاتينية صغيرة وأرقام ونقطة وشرطة وشرطة سفلية. لا يمكن تغييره بعد ذلك.
people-login-wrong = اكتب اسم دخول من حروف لاتينية صغيرة أو أرقام أو نقطة أو شرطة أو شرطة سفلية.
people-name = الاسم
people-name-hint = يظهر في تعريفات عمليات التصويت وشهاداتها ليقرأه الجميع.
people-name-missing = اكتب اسمًا.
people-role = الدور
people-role-missing = اختر دورًا ومجلسه.
people-assembly = المجلس
people-choose = اختر
people-invite = إنشاء دعوة
people-link-for = دعوة لـ { $name }
people-link-about = يُعرض الرابط هذه المرة فقط. يعمل مرة واحدة، حتى { $when }. سلّمه بحيث لا يصل إلا إلى هذا الشخص: من يفتحه يُعامل على أنه هو.
people-link = الرابط
people-link-copy = نسخ الرابط
people-link-copied = نُسخ الرابط.
people-link-close = تم
people-access-none = لا يستطيع الدخول
people-access-invited = مدعو
people-access-active = فعّال
people-app = مع تطبيق مصادقة
people-no-app = بلا تطبيق مصادقة
people-key = مع مفتاح توقيع
people-no-key = بلا مفتاح توقيع
people-take = سحب
people-take-role = سحب من { $name }: { $role }
people-change = تغيير
people-change-of = تغيير { $name }
people-give = منح هذا الدور
people-invite-about = يحل الرابط الجديد محل القديم.
people-new-link = إنشاء رابط جديد
people-reset-about = إذا ضاعت كلمة المرور أو الهاتف: أنشئ رابطًا. لا يتغير شيء حتى يفتحه هذا الشخص ويعدّ كلمة المرور والتطبيق من جديد.
people-reset = إعادة الإعداد برابط
people-withdraw = سحب الرابط
people-end = إنهاء الدخول
people-end-sure = سيُخرَج { $name } من كل الجلسات ولن يستطيع الدخول بعد ذلك. تبقى الأدوار والاسم. رابط جديد يعيد الدخول.
