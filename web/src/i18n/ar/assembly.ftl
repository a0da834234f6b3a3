trail = إلى أين ينتمي هذا
assembly-lead = هنا يقرّر سكان { $assembly } معًا أوجه إنفاق المال العام. تصفّح ما هو مقترح، وصوّت بالرمز الذي وصلك، واطّلع على ما تقرّر.
assembly-description = ما يمكن التصويت عليه الآن في { $assembly }، وما تقرّر حتى الآن.
assembly-none = لم يُطرح أي شيء للتصويت في { $assembly } بعد
assembly-none-more = حالما يوجد تصويت تجده هنا: المشاريع والمال والمواعيد ومن يحق له المشاركة.
assembly-none-elsewhere = ماذا تقرّر { $city } أيضًا
assembly-below = ضمن { $assembly }
home-assemblies = أين تُتخذ القرارات
assembly-open = { $count ->
    [one] تصويت واحد مفتوح الآن
    [two] تصويتان مفتوحان الآن
    [few] { $count } عمليات تصويت مفتوحة الآن
   *[other] { $count } عملية تصويت مفتوحة الآن
  }
assembly-soon = { $count ->
    [one] تصويت واحد يُفتح قريبًا
    [two] تصويتان يُفتحان قريبًا
    [few] { $count } عمليات تصويت تُفتح قريبًا
   *[other] { $count } عملية تصويت تُفتح قريبًا
  }
assembly-counting = { $count ->
    [one] تصويت واحد قيد الفرز
    [two] تصويتان قيد الفرز
    [few] { $count } عمليات تصويت قيد الفرز
   *[other] { $count } عملية تصويت قيد الفرز
  }
assembly-decided = { $count ->
    [one] تصويت واحد حُسم
    [two] تصويتان حُسما
    [few] { $count } عمليات تصويت حُسمت
   *[other] { $count } عملية تصويت حُسمت
  }
assembly-quiet = لم يُطرح أي شيء للتصويت بعد.
assembly-acts = ما فعله العاملون هنا
acts-filter-assembly = الجمعية
so-far-votes = عدد ما حُسم من عمليات التصويت
so-far-money = المال المخصَّص للمشاريع
so-far-projects = عدد المشاريع المموَّلة
so-far-questions = عدد الأسئلة المقبولة
so-far-voters = نسبة من شارك: { $voters } من { $listed }
so-far-percent = { $percent } %
card-questions = { $count ->
    [one] سؤال واحد
    [two] سؤالان
    [few] { $count } أسئلة
   *[other] { $count } سؤالًا
  }
card-funded = { $count ->
    [0] لم يُموَّل أي مشروع.
    [one] مُوّل مشروع واحد بمبلغ { $amount }:
    [two] مُوّل مشروعان بمبلغ { $amount }:
    [few] مُوّلت { $count } مشاريع بمبلغ { $amount }:
   *[other] مُوّل { $count } مشروعًا بمبلغ { $amount }:
  }
card-passed = { $count ->
    [0] لم يُقبل أي سؤال.
    [one] قُبل سؤال واحد:
    [two] قُبل سؤالان:
    [few] قُبلت { $count } أسئلة:
   *[other] قُبل { $count } سؤالًا:
  }
card-more = { $count ->
    [one] وواحد آخر
    [two] واثنان آخران
    [few] و{ $count } أخرى
   *[other] و{ $count } أخرى
  }
