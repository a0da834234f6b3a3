account-title = الحساب
account-noscript = تحتاج هذه الصفحة إلى جافاسكربت.
account-login = اسم الدخول: { $login }
totp-there = تُطلب رموز تطبيقك عند تسجيل الدخول.
totp-replace = إعداد تطبيق آخر
totp-finish = إنهاء
recovery-left = { $count ->
    [zero] لم يبق أي رمز استرداد.
    [one] بقي رمز استرداد واحد.
    [two] بقي رمزا استرداد.
    [few] بقيت { $count } رموز استرداد.
    [many] بقي { $count } رمز استرداد.
   *[other] بقي { $count } رمز استرداد.
  }
recovery-renew = رموز استرداد جديدة
password-title = كلمة المرور
password-change = تغيير كلمة المرور
password-changed = تغيّرت كلمة المرور. انتهت جلساتك الأخرى.
sessions-title = أين سجّلت الدخول
sessions-about = بالوقت فقط: لا يُحفظ المكان الذي يدخل منه أحد.
sessions-begun = الدخول
sessions-used = آخر استعمال
sessions-this = هذه الجلسة
sessions-end = إنهاء
sessions-end-all = تسجيل الخروج من كل مكان
